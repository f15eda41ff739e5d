import { readdir, readFile, rm } from 'node:fs/promises';
import { get, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { fakeMemoryStorage, openFakeNode, openFakeStorage } from './fake-node.ts';
import { spawnServer, type SpawnedServer } from './spawn-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Asks a server on 127.0.0.1 for `/a` (`/pid`: the process that answers); `servername` absent: as a client that connects to the address. */
async function ask(options: Pick<RequestOptions, 'port' | 'ca' | 'servername' | 'path'>): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', path: '/a', agent: false, ...options }, (response) => resolve(text(response))).on('error', reject);
  });
}

const names = ['bucket.oss-cn-hangzhou.aliyuncs.com', 'sts.aliyuncs.com', 'bucket.oss.test', 'files.example.com', 'localhost'];

/** The path that a line of the ready text exports. */
function exported(server: SpawnedServer, name: string): string {
  return new RegExp(`^export ${name}=(.*)$`, 'm').exec(server.printed.stdout)?.[1] ?? '';
}

describe('--tls self', () => {
  it('serves https by every name of the server, and prints how programs trust it', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--tls', 'self', '--domain', 'oss.test', '--cname', 'files.example.com=bucket']);
    const port = await server.ready();
    await server.sees('stdout', /trustStorePassword=changeit\n/);
    expect(exported(server, 'OSS_ENDPOINT')).toBe(`https://127.0.0.1:${port}`);
    const certificateFile = `${folder.path}/tls/authority.pem`;
    expect(server.printed.stdout).toContain(`The certificate of its authority is ${certificateFile}; programs trust it with\n`);
    expect(exported(server, 'NODE_EXTRA_CA_CERTS')).toBe(certificateFile);
    for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
      expect(exported(server, name)).toBe(`${folder.path}/tls/bundle.pem`);
    const ca = await readFile(certificateFile, 'utf8');
    expect(await readFile(`${folder.path}/tls/bundle.pem`, 'utf8')).toContain(ca);
    expect((await readdir(`${folder.path}/tls`)).toSorted()).toEqual(['authority.key', 'authority.pem', 'bundle.pem', 'truststore.p12']);
    expect(await ask({ port, ca })).toBe('cn-hangzhou 0');
    for (const servername of names) expect(await ask({ port, ca, servername })).toBe('cn-hangzhou 0');
    await expect(ask({ port, ca, servername: 'example.com' })).rejects.toThrow(/does not match certificate's altnames/);
    await expect(ask({ port })).rejects.toThrow(/self-signed certificate|unable to (get|verify)/);
  });

  it('keeps its authority when it starts again, also for workers, and is refused when it would need another one', async () => {
    await using folder = await temporaryFolder();
    const start = (...args: readonly string[]) => spawnServer(folder.path, ['--tls', 'self', ...args]);
    {
      await using first = start();
      await first.ready();
    }
    const ca = await readFile(`${folder.path}/tls/authority.pem`, 'utf8');
    {
      await using second = start('--workers', '2');
      const port = await second.ready();
      const pids = new Set<string>();
      while (pids.size < 2) pids.add(await ask({ port, ca, path: '/pid', servername: `b${pids.size}.oss-cn-hangzhou.aliyuncs.com` }));
      expect(pids).not.toContain(String(second.pid));
    }
    await using third = start('--domain', 'oss.test');
    expect(await third.ended).toBe(1);
    expect(third.printed.stderr).toMatch(
      /^sse-emulator: cannot use the certificate authority [^\n]*: it was made without oss\.test, [^\n]*; remove the folder [^\n]*\n$/,
    );
    await rm(`${folder.path}/tls`, { recursive: true });
    await using fourth = start('--domain', 'oss.test');
    const port = await fourth.ready();
    await expect(ask({ port, ca })).rejects.toThrow();
    expect(await ask({ port, ca: await readFile(`${folder.path}/tls/authority.pem`, 'utf8'), servername: 'oss.test' })).toBe(
      'cn-hangzhou 0',
    );
  });
});

describe('startEmulator with tls: self', () => {
  const run = (options: EmulatorOptions): Promise<RunningEmulator> =>
    runEmulator({ openNode: openFakeNode, openStorage: openFakeStorage, memoryStorage: fakeMemoryStorage }, { tls: 'self', ...options });

  it('gives the certificate of an authority that is gone with it', async () => {
    await using emulator = await run({ baseDomains: ['OSS.test'] });
    const { endpoint, port, authority } = emulator;
    expect(endpoint).toBe(`https://127.0.0.1:${port}`);
    expect(authority).toEqual({ certificate: expect.stringContaining('BEGIN CERTIFICATE') });
    expect(await ask({ port, ca: authority?.certificate })).toBe('cn-hangzhou 0');
    expect(await ask({ port, ca: authority?.certificate, servername: 'b.oss.test' })).toBe('cn-hangzhou 0');
    await using other = await run({});
    await expect(ask({ port: other.port, ca: authority?.certificate })).rejects.toThrow();
  });

  it('keeps the authority in its folder', async () => {
    await using folder = await temporaryFolder();
    const certificates: (string | undefined)[] = [];
    for (let round = 0; round < 2; round += 1) {
      await using emulator = await run({ folder: folder.path });
      expect(emulator.authority?.certificateFile).toBe(`${folder.path}/tls/authority.pem`);
      certificates.push(emulator.authority?.certificate);
      expect(await readFile(`${folder.path}/tls/authority.pem`, 'utf8')).toBe(certificates[0]);
    }
    expect(certificates[1]).toBe(certificates[0]);
  });

  it('is refused on an address that it does not certify', async () => {
    await expect(run({ host: '127.0.0.2' })).rejects.toThrow(
      /^cannot serve HTTPS on 127\.0\.0\.2: the local authority certifies names and/,
    );
  });

  it('has no authority otherwise', async () => {
    await using emulator = await runEmulator({ openNode: openFakeNode, openStorage: openFakeStorage, memoryStorage: fakeMemoryStorage });
    expect(emulator).not.toHaveProperty('authority');
  });
});
