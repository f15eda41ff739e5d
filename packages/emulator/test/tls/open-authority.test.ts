import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Fault } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { authorityConstraints } from '../../src/tls/extensions.ts';
import { openAuthority, temporaryAuthority } from '../../src/tls/open-authority.ts';
import { randomSerial } from '../../src/tls/random-serial.ts';
import { authorityText } from '../../src/tls/read-authority.ts';
import { distinguishedName, signCertificate } from '../../src/tls/signed-certificate.ts';
import { asNobody } from '../server/as-nobody.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('make-authority.ts', import.meta.url));
const domains = ['aliyuncs.com', 'localhost'];

async function made(folder: string): Promise<{ file: string; text: string }> {
  await openAuthority(folder, { domains });
  const file = join(folder, 'authority.key');
  return { file, text: await readFile(file, 'utf8') };
}

describe('openAuthority', () => {
  it('makes one file that only its owner can use, and opens the same authority from then on', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a/tls');
    const first = await openAuthority(path, { domains });
    expect(await readdir(path)).toEqual(['authority.key']);
    expect((await stat(join(path, 'authority.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await chmod(folder.path, 0o755);
    await expect(asNobody(() => readFile(join(path, 'authority.key')))).rejects.toThrow(/EACCES/);
    const second = await openAuthority(path, { domains });
    expect(second.certificate).toBe(first.certificate);
    expect(first.certificate).toMatch(/^-----BEGIN CERTIFICATE-----\n[^]*-----END CERTIFICATE-----\n$/);
    expect(first.certificate).not.toContain('PRIVATE');
  });

  it('gives one authority to all of several processes that start at once, and leaves nothing else behind', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'tls');
    const start = () => run(process.execPath, ['--conditions=@sse/source', program, path]);
    const outputs = await Promise.all([start(), start(), start()]);
    const [one] = outputs.map(({ stdout }) => stdout);
    expect(one).toMatch(/BEGIN CERTIFICATE/);
    for (const { stdout } of outputs) expect(stdout).toBe(one);
    expect(await readdir(path)).toEqual(['authority.key']);
  });

  it('gives what another one made that was faster', async () => {
    await using folder = await temporaryFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => openAuthority(folder.path, { domains })));
    expect(new Set(all.map(({ certificate }) => certificate)).size).toBe(1);
    expect(await readdir(folder.path)).toEqual(['authority.key']);
  });

  it('serves a server that needs fewer names, and refuses one that needs others', async () => {
    await using folder = await temporaryFolder();
    const { certificate } = await openAuthority(folder.path, { domains: [...domains, 'oss.test'] });
    expect((await openAuthority(folder.path, { domains })).certificate).toBe(certificate);
    expect((await openAuthority(folder.path, { domains: ['below.oss.test'] })).certificate).toBe(certificate);
    const refused = openAuthority(folder.path, { domains: [...domains, 'other.test', 'test'] });
    await expect(refused).rejects.toThrow(Fault);
    await expect(refused).rejects.toThrow(
      /authority\.key: it was made without other\.test, test, and certifies no other names; remove the folder .* to have a new authority made/,
    );
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['is empty', () => '', /does not hold a private key and a certificate in PEM/],
    ['is cut off', (text) => text.slice(0, -80), /does not hold a private key and a certificate/],
    ['has a flipped bit in its signature', flipLast, /its certificate is not that of an authority that signed itself/],
    [
      'has another one’s key',
      (text) => other() + text.slice(text.indexOf('-----BEGIN CERT')),
      /its certificate is not that of its private key/,
    ],
    ['is endless', () => 'x'.repeat(70_000), /it has 70000 bytes, an authority at most 65536/],
  ])('refuses a file that %s', async (_what, damage, message) => {
    await using folder = await temporaryFolder();
    const { file, text } = await made(folder.path);
    const damaged = damage(text);
    await writeFile(file, damaged);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(message);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(
      /^cannot use the certificate authority .*authority\.key: [^\n]*; remove the folder [^\n]*$/,
    );
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  it('refuses an authority that may certify anything', async () => {
    await using folder = await temporaryFolder();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const name = distinguishedName('2.5.4.3', 'anything');
    const life = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
    const contents = { serial: randomSerial(), issuer: name, subject: name, publicKey, ...life, extensions: [authorityConstraints()] };
    const text = authorityText({ der: signCertificate(contents, privateKey), privateKey });
    await writeFile(join(folder.path, 'authority.key'), text, { mode: 0o600 });
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(
      /its certificate does not have the constraints on names that this server gives to an authority; remove the folder/,
    );
  });

  it('refuses a file that others can read, a link, a folder', async () => {
    await using folder = await temporaryFolder();
    const { file } = await made(folder.path);
    await chmod(file, 0o640);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(/its mode is 0640, wider than 0600; run: chmod 600/);
    await chmod(file, 0o600);
    await rename(file, `${file}.away`);
    await symlink(`${file}.away`, file);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(/it is a symbolic link/);
    await rm(file);
    await mkdir(file);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(/it is not a regular file/);
  });

  it('says where it cannot be made', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'tls'), '');
    await expect(openAuthority(join(folder.path, 'tls'), { domains })).rejects.toThrow(
      /^cannot (use|make) the certificate authority .*\(ENOTDIR|EEXIST\)/,
    );
  });

  it('refuses one that has expired', async () => {
    await using folder = await temporaryFolder();
    await openAuthority(folder.path, { domains, now: () => Date.UTC(2010, 0, 1) });
    await expect(openAuthority(folder.path, { domains, now: () => Date.UTC(2019, 11, 1) })).resolves.toBeDefined();
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(
      /its certificate has expired \(Jan  1 00:00:00 2020 GMT\); remove/,
    );
  });
});

describe('temporaryAuthority', () => {
  it('is another one each time', () => {
    expect(temporaryAuthority({ domains }).certificate).not.toBe(temporaryAuthority({ domains }).certificate);
    expect(temporaryAuthority({ domains }).domains).toEqual(domains);
  });
});

/** The last byte of the certificate, which is in its signature, changed. */
function flipLast(text: string): string {
  const lines = text.trimEnd().split('\n');
  const body = lines.slice(lines.indexOf('-----BEGIN CERTIFICATE-----') + 1, -1).join('');
  const der = Buffer.from(body, 'base64');
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  const key = lines.slice(0, lines.indexOf('-----BEGIN CERTIFICATE-----')).join('\n');
  return `${key}\n-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function other(): string {
  return temporaryAuthority({ domains }).unnamed().key;
}
