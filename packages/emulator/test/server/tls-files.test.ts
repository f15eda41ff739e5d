import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTlsFiles } from '../../src/server/tls-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}.pem`, import.meta.url));
const files = { certFile: fixture('localhost-cert'), keyFile: fixture('localhost-key') };

describe('readTlsFiles', () => {
  it('gives a certificate and its key', async () => {
    expect(await readTlsFiles(files)).toEqual({
      cert: expect.stringMatching(/BEGIN CERTIFICATE/),
      key: expect.stringMatching(/BEGIN.* PRIVATE KEY/),
    });
  });

  it.each([
    [{ ...files, certFile: '/no/such.pem' }, /--tls-cert \/no\/such\.pem: there is nothing of that name \(ENOENT\); name a PEM file/],
    [{ ...files, keyFile: '/no/such.pem' }, /--tls-key \/no\/such\.pem: there is nothing of that name \(ENOENT\); name a PEM file/],
    [{ ...files, certFile: '/' }, /--tls-cert \/: it is a folder \(EISDIR\)/],
    [{ ...files, certFile: files.keyFile }, /--tls-cert .*localhost-key\.pem: expected a certificate in PEM/],
    [{ ...files, keyFile: files.certFile }, /--tls-key .*localhost-cert\.pem: expected a private key in PEM/],
    [{ ...files, keyFile: fixture('other-key') }, /expected the private key of .*localhost-cert\.pem; .*other-key\.pem is another one's/],
    // OpenSSL itself takes nothing for an empty chain, and every handshake with such a server fails.
    [{ certFile: '/dev/null', keyFile: '/dev/null' }, /--tls-cert \/dev\/null: expected a certificate in PEM/],
  ])('says in one line what is wrong with %j', async (wrong, message) => {
    await expect(readTlsFiles(wrong)).rejects.toThrow(message);
    await expect(readTlsFiles(wrong)).rejects.toThrow(/^cannot serve HTTPS: [^\n]*$/);
  });

  it('says how a passphrase is taken off', async () => {
    await using folder = await temporaryFolder();
    const keyFile = `${folder.path}/locked.pem`;
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
    });
    await writeFile(keyFile, privateKey);
    await expect(readTlsFiles({ ...files, keyFile })).rejects.toThrow(
      /without a passphrase \(openssl pkey -in .*locked\.pem takes it off\)/,
    );
  });
});
