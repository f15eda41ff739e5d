import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/start-emulator.ts';
import { spawnServer } from './spawn-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
const keys = async (folder: string, ...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, ['--conditions=@sse/source', bin, 'keys', ...args, '--data', `${folder}/data`])).stdout;

async function errorCodeOf(url: string): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await (await fetch(url, { method: 'PUT' })).text())?.[1];
}

describe('sse-emulator', () => {
  it('serves with workers, keeps its credentials, and has its keys changed meanwhile', async () => {
    await using folder = await temporaryFolder();
    const exports = /(export OSS_ACCESS_KEY_ID=.+\nexport OSS_ACCESS_KEY_SECRET=.+)\n/;
    let credentials: string | undefined;
    {
      await using server = spawnServer(folder.path, ['--workers', '2'], {}, bin);
      const port = await server.ready();
      credentials = exports.exec(server.printed.stdout)?.[1];
      expect(await errorCodeOf(`http://127.0.0.1:${port}/bucket/`)).toBe('AccessDenied');
      expect(await keys(folder.path, 'rotate')).toMatch(/^master key version 2 is active; \d+ bucket keys were rewrapped with it\n$/);
      const keyId = (await keys(folder.path, 'create', '--alias', 'one')).trim();
      expect(await keys(folder.path, 'list')).toContain(`${keyId}  Enabled  alias/one\n`);
      expect(await keys(folder.path, 'disable', 'alias/one')).toBe('alias/one is Disabled\n');
      await expect(keys(folder.path, 'enable', 'alias/two')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^sse-emulator: [^\n]*alias\/two[^\n]*\n$/),
      });
      server.signal('SIGTERM');
      expect(await server.ended).toBe(0);
    }
    await using again = spawnServer(folder.path, [], {}, bin);
    await again.ready();
    expect(credentials).toBeDefined();
    expect(exports.exec(again.printed.stdout)?.[1]).toBe(credentials);
  });

  it('says so when the root key is another one', async () => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    for (const { path } of [folder, other]) await (await startEmulator({ folder: path })).close();
    await using server = spawnServer(folder.path, ['--root-key', `${other.path}/root.key`], {}, bin);
    expect(await server.ended).toBe(1);
    expect(server.printed.stderr).toMatch(/^sse-emulator: the root key file [^\n]* does not open the data folder [^\n]*\n$/);
  });
});

describe('a secret that the operator gave', () => {
  it('is not shown by later starts either, which say where it is from', async () => {
    await using folder = await temporaryFolder();
    const given = { SSE_EMULATOR_ACCESS_KEY_ID: 'mine', SSE_EMULATOR_ACCESS_KEY_SECRET: 'my-own-secret' };
    const printed: string[] = [];
    for (const environment of [given, {}, {}]) {
      await using server = spawnServer(folder.path, ['--log-level', 'debug'], environment, bin);
      await server.ready();
      await server.sees('stdout', /OSS_REGION/);
      server.signal('SIGTERM');
      expect(await server.ended).toBe(0);
      printed.push(server.printed.stdout + server.printed.stderr);
    }
    for (const text of printed) {
      expect(text).toContain('export OSS_ACCESS_KEY_ID=mine\n');
      expect(text).not.toContain('my-own-secret');
    }
    expect(printed[0]).toContain('export OSS_ACCESS_KEY_SECRET="$SSE_EMULATOR_ACCESS_KEY_SECRET"\n');
    expect(printed[2]).toContain('\n# OSS_ACCESS_KEY_SECRET is what SSE_EMULATOR_ACCESS_KEY_SECRET was when it was last set');
  });
});

describe('a store that LMDB could not open without dying', () => {
  it.each([
    ['is something else', (file: string) => writeFile(file, Buffer.alloc(50_000, 0x5a))],
    ['was cut off', (file: string) => truncate(file, 8192)],
  ])('and that %s ends start, workers and keys with one line', async (_what, damage) => {
    await using folder = await temporaryFolder();
    await (await startEmulator({ folder: folder.path })).close();
    await damage(`${folder.path}/data/store/data.mdb`);
    const message = /^sse-emulator: cannot open the store [^\n]*data\.mdb: [^\n]*; restore the whole data folder from a backup[^\n]*\n$/;
    for (const args of [[], ['--workers', '2']]) {
      await using server = spawnServer(folder.path, args, {}, bin);
      expect(await server.ended).toBe(1);
      expect(server.printed).toEqual({ stdout: '', stderr: expect.stringMatching(message) });
    }
    await expect(keys(folder.path, 'list')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    await expect(startEmulator({ folder: folder.path })).rejects.toMatchObject({ code: 'configuration' });
  });
});

describe('output that cannot be written', () => {
  it('does not end the server', async () => {
    await using folder = await temporaryFolder();
    const reserved = createServer().listen(0, '127.0.0.1');
    await once(reserved, 'listening');
    const address = reserved.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => reserved.close(resolve));
    await using full = await open('/dev/full', 'w');
    const args = ['--conditions=@sse/source', bin, '--port', `${port}`, '--data', `${folder.path}/data`, '--log-level', 'silent'];
    const server = spawn(process.execPath, args, { stdio: ['ignore', full.fd, 'ignore'] });
    const ended = once(server, 'exit');
    while (server.exitCode === null && (await fetch(`http://127.0.0.1:${port}/_sse/health`).catch(() => undefined)) === undefined)
      await sleep(20);
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

describe('startEmulator', () => {
  it('serves in memory, several at once, each with credentials of its own', async () => {
    await using one = await startEmulator();
    await using two = await startEmulator();
    expect(one.accessKeySecret).not.toBe(two.accessKeySecret);
    expect(await errorCodeOf(`${one.endpoint}/bucket/`)).toBe('AccessDenied');
    expect(await errorCodeOf(`${two.endpoint}/bucket/`)).toBe('AccessDenied');
  });

  it('says what to do when the root key in its folder is another one', async () => {
    await using folder = await temporaryFolder();
    await (await startEmulator({ folder: folder.path })).close();
    await writeFile(`${folder.path}/root.key`, randomBytes(32));
    await expect(startEmulator({ folder: folder.path })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/root\.key does not open the data folder .*; name the right file with --root-key, or restore both/),
    });
  });

  it('keeps its credentials in a folder', async () => {
    await using folder = await temporaryFolder();
    const first = await startEmulator({ folder: folder.path });
    await first.close();
    await using second = await startEmulator({ folder: folder.path });
    expect(second.accessKeySecret).toBe(first.accessKeySecret);
  });
});
