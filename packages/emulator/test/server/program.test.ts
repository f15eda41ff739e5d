import { execFile } from 'node:child_process';
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

describe('startEmulator', () => {
  it('serves in memory, several at once, each with credentials of its own', async () => {
    await using one = await startEmulator();
    await using two = await startEmulator();
    expect(one.accessKeySecret).not.toBe(two.accessKeySecret);
    expect(await errorCodeOf(`${one.endpoint}/bucket/`)).toBe('AccessDenied');
    expect(await errorCodeOf(`${two.endpoint}/bucket/`)).toBe('AccessDenied');
  });

  it('keeps its credentials in a folder', async () => {
    await using folder = await temporaryFolder();
    const first = await startEmulator({ folder: folder.path });
    await first.close();
    await using second = await startEmulator({ folder: folder.path });
    expect(second.accessKeySecret).toBe(first.accessKeySecret);
  });
});
