import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/server/command-line.ts';
import { createRootKey } from '../../src/server/root-key-file.ts';
import { SETTINGS, type Setting } from '../../src/server/setting-table.ts';
import { asNobody } from './as-nobody.ts';
import { markAsUsed, openFakeNode, openFakeStorage } from './fake-node.ts';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryFolder } from './temporary-folder.ts';

async function run(args: readonly string[], environment: Record<string, string> = {}) {
  const printed = { out: '', error: '' };
  const code = await runCommandLine({ openNode: openFakeNode, openStorage: openFakeStorage, entry: '' }, args, {
    environment: { SSE_EMULATOR_LOG_LEVEL: 'silent', ...environment },
    workingFolder: '/nowhere',
    print: (text) => void (printed.out += text),
    printError: (text) => void (printed.error += text),
  });
  return { code, ...printed };
}

async function dataFolder(folder: string): Promise<string> {
  const data = `${folder}/data`;
  await markAsUsed(data);
  await createRootKey(`${folder}/root.key`, data);
  return data;
}

describe('help', () => {
  it.each([[['--help']], [['start', '--help']]])('of %j names every flag and variable with its default', async (args) => {
    const { code, out, error } = await run(args);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);
    const unbroken = out.replaceAll(/\s+/g, ' ');
    for (const { flag, variable = '', fallback } of settings) {
      expect(out).toContain(flag);
      expect(out).toContain(variable);
      expect(unbroken).toContain(fallback === undefined ? '' : `default ${fallback}`);
    }
  });

  it('shows the commands, examples and the variables that have no flag', async () => {
    const { out } = await run(['--help']);
    for (const text of ['start', 'keys', 'Examples:', 'SSE_EMULATOR_ACCESS_KEY_SECRET', '--strict-region']) expect(out).toContain(text);
  });

  it('of keys shows its commands', async () => {
    const { code, out } = await run(['keys', '--help']);
    expect(code).toBe(0);
    for (const text of ['rotate', 'create', 'list', 'enable', 'disable', 'Examples:']) expect(out).toContain(text);
    expect(out).not.toContain('--port');
  });
});

describe('version', () => {
  it.each(['--version', '-V'])('%s prints that of the package', async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, out: `${manifest.version}\n`, error: '' });
  });
});

describe('bad usage', () => {
  it.each([
    [['--port', 'x'], /^sse-emulator: --port: expected a port number[^\n]*\n$/],
    [['start', '--workers', 'many'], /^sse-emulator: --workers: expected[^\n]*\n$/],
    [['start', '--workers', '1e9'], /^sse-emulator: --workers: expected a number of processes from 1 to 256; got "1e9"\n$/],
    [['--port'], /^sse-emulator: option '--port <number>' argument missing; see sse-emulator --help\n$/],
    [['--unknown'], /^sse-emulator: unknown option '--unknown'; see sse-emulator --help\n$/],
    [['--prot', '1'], /^sse-emulator: unknown option '--prot' \(did you mean --port\?\); see sse-emulator --help\n$/],
    [['serve'], /^sse-emulator: unknown command "serve": expected start, run, keys or help; see sse-emulator --help\n$/],
    [
      ['start', 'a', 'b'],
      /^sse-emulator: too many arguments for 'start'\. Expected 0 arguments but got 2: a, b; see sse-emulator --help\n$/,
    ],
    [['keys', 'lst'], /^sse-emulator: unknown command 'lst' \(did you mean list\?\); see sse-emulator keys --help\n$/],
    [['keys', 'list', 'x'], /^sse-emulator: too many arguments for 'list'[^\n]*; see sse-emulator keys --help\n$/],
    [['keys', 'enable'], /^sse-emulator: missing required argument 'key'; see sse-emulator keys --help\n$/],
    [['keys', 'list', '--port', '1'], /^sse-emulator: unknown option '--port'; see sse-emulator keys --help\n$/],
  ])('%j ends with 2 and says what was expected', async (args, message) => {
    const { code, out, error } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(message);
  });
});

describe('a configuration file', () => {
  it('that is wrong ends with 2 and a line for each fault, before anything is made', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/sse.yaml`;
    await writeFile(file, 'bucket: []\nkeys: [{ alias: app }]');
    const faults = [`${file}:1:1: bucket: unknown field; did you mean buckets?`, `${file}:2:17: keys[0].alias: expected alias/`];
    const { code, out, error } = await run(['--config', file, '--data', `${folder.path}/data`]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const lines = error.split('\n');
    expect(lines).toEqual([
      'sse-emulator: the configuration is not valid; nothing was changed',
      ...faults.map((fault): string => expect.stringContaining(fault)),
      '',
    ]);
    expect(await readdir(folder.path)).toEqual(['sse.yaml']);
    expect((await run(['start', '--data', `${folder.path}/data`], { SSE_EMULATOR_CONFIG: file })).error).toBe(error);
  });

  it('that cannot be read ends with 1', async () => {
    const { code, error } = await run(['--config', 'none.yaml']);
    expect({ code, error }).toEqual({
      code: 1,
      error: 'sse-emulator: --config /nowhere/none.yaml: there is nothing of that name (ENOENT); name a file that this user may read\n',
    });
  });
});

describe('keys', () => {
  it.each([
    [['rotate'], 'master key version 2 is active; 3 bucket keys were rewrapped with it\n'],
    [['create'], 'key-of-nobody\n'],
    [['create', '--alias', 'one'], 'key-of-alias/one\n'],
    [['create', '--alias', 'alias/two'], 'key-of-alias/two\n'],
    [['list'], 'key-1  Enabled  alias/one\n'],
    [['enable', 'key-1'], 'key-1 is Enabled\n'],
    [['disable', 'alias/one'], 'alias/one is Disabled\n'],
  ])('%j opens the data folder and says what it did', async (args, out) => {
    await using folder = await temporaryFolder();
    const data = await dataFolder(folder.path);
    expect(await run(['keys', ...args, '--data', data])).toEqual({ code: 0, out, error: '' });
    expect(await run(['keys', ...args], { SSE_EMULATOR_DATA: data })).toEqual({ code: 0, out, error: '' });
  });

  it.each([['list'], ['create'], ['rotate'], ['enable', 'key-1'], ['disable', 'key-1']])(
    '%s says in one line what to do about data that this user may not read',
    async (...args) => {
      await using folder = await temporaryFolder();
      const data = await dataFolder(folder.path);
      for (const [path, message] of [
        [
          folder.path,
          /^sse-emulator: cannot use [^\n]*: this user may not read there \(EACCES\); run this as the user that it belongs to[^\n]*\n$/,
        ],
        [`${folder.path}/root.key`, /^sse-emulator: cannot use the root key file [^\n]*; [^\n]*\n$/],
      ] as const) {
        const { mode } = await stat(path);
        await chmod(path, 0);
        expect(await asNobody(() => run(['keys', ...args, '--data', data]))).toEqual({
          code: 1,
          out: '',
          error: expect.stringMatching(message),
        });
        await chmod(path, mode);
        await chmod(folder.path, 0o755);
        await chmod(data, 0o755);
      }
    },
  );

  it('are refused where there is no data, and no root key is made', async () => {
    await using folder = await temporaryFolder();
    const { code, error } = await run(['keys', 'list', '--data', `${folder.path}/data`]);
    expect(code).toBe(1);
    expect(error).toMatch(/holds no data yet; start the server once, or name the right folder with --data\n$/);
    await markAsUsed(`${folder.path}/data`);
    expect((await run(['keys', 'list', '--data', `${folder.path}/data`])).error).toMatch(/root\.key is missing/);
  });
});
