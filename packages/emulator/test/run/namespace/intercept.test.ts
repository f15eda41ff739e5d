import { accessSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../server/temporary-folder.ts';
import { expectNothingLeft, reportOnly, run, runWords, startCommand } from '../../support/run-process.ts';
import { namespacesArePossible } from './trial-namespace.ts';

const possible = await namespacesArePossible();
const asks = `fetch('https://sts.aliyuncs.com/').then(({ status }) => console.log(status, process.getuid(), process.env.HTTPS_PROXY === undefined))`;
const program = ['--', process.execPath, '-e', asks];

describe.skipIf(!possible)('the way of interception', () => {
  it('is a namespace without being asked for', async () => {
    await using folder = await temporaryFolder();
    const { out, error } = await run(folder, program);
    expect(String(out)).toBe(`400 ${process.getuid?.()} true\n`);
    expect(error).toMatch(reportOnly);
  });

  it('is one for a user who is not root too, and stays that user inside', async () => {
    await using folder = await temporaryFolder();
    // Whoever runs this, with another number and without privileges.
    const { ended } = startCommand(folder, ['unshare', '--user', '--map-user=1234', '--map-group=1234', '--', ...runWords(program)]);
    const { out, error } = await ended;
    expect(String(out)).toBe('400 1234 true\n');
    expect(error).toMatch(reportOnly);
    await expectNothingLeft(folder);
  });

  it('gives a program its environment as it is, also what no shell takes for a variable', async () => {
    await using folder = await temporaryFolder();
    const { out } = await run(folder, ['--', 'env'], { 'a.b': 'c', 'BASH_FUNC_f%%': '() {  true\n}' });
    expect(String(out)).toContain('\na.b=c\n');
    expect(String(out)).toContain('\nBASH_FUNC_f%%=() {  true\n}\n');
  });

  it('asks a proxy that was set for other hosts only, by one of its own', async () => {
    await using folder = await temporaryFolder();
    await using upstream = await upstreamProxy();
    // As clients do that know nothing of NO_PROXY.
    const script = `
      const { request } = require('node:http');
      const { hostname, port, username, password } = new URL(process.env.HTTPS_PROXY);
      const headers = { 'Proxy-Authorization': 'Basic ' + btoa(username + ':' + password) };
      const ask = (path) => new Promise((resolve) => {
        request({ host: hostname, port, method: 'CONNECT', path, headers })
          .once('connect', ({ statusCode }, socket) => (socket.destroy(), resolve(statusCode))).end();
      });
      Promise.all(['sts.aliyuncs.com:443', 'ecs.aliyuncs.com:443', 'example.test:443'].map(ask)).then((said) => console.log(...said));`;
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${upstream.port}`, NO_PROXY: 'corp' };
    const { out } = await run(folder, ['--', process.execPath, '-e', script], environment);
    expect(String(out)).toBe('200 403 502\n');
    expect(upstream.asked).toEqual(['example.test:443']);
    const blocked = await run(folder, ['--block-others', '--', process.execPath, '-e', script], environment);
    expect(String(blocked.out)).toBe('200 403 403\n');
    expect(upstream.asked).toEqual(['example.test:443']);
  });

  it('is one inside another, or inside a proxy', async () => {
    await using folder = await temporaryFolder();
    for (const outer of [[], ['--proxy']]) {
      const { out } = await run(folder, [
        ...outer,
        '--',
        ...runWords(['--', process.execPath, '-e', "fetch('https://sts.aliyuncs.com/').then(({ status }) => console.log(status))"]),
      ]);
      expect(String(out)).toBe('400\n');
    }
  });

  it('is a proxy where it is asked for, and says nothing of it', async () => {
    await using folder = await temporaryFolder();
    const { out, error } = await run(folder, ['--proxy', ...program]);
    expect(String(out)).toBe(`400 ${process.getuid?.()} false\n`);
    expect(error).toMatch(reportOnly);
  });

  it.each([
    ['unshare', []],
    ['ip', ['unshare', 'nsenter', 'env', 'sh']],
    ['nsenter', ['unshare', 'ip', 'mount', 'env', 'sh']],
  ])('is a proxy where there is no %s, and says so in one line', async (_missing, there) => {
    await using folder = await temporaryFolder();
    const programs = join(folder.path, 'bin');
    await mkdir(programs);
    for (const name of there) await symlink(pathOf(name), join(programs, name));
    const { out, error, code } = await run(folder, program, { PATH: programs });
    expect({ code, out: String(out) }).toEqual({ code: 0, out: `400 ${process.getuid?.()} false\n` });
    const [said = '', report = ''] = error.split(/(?<=\n)/);
    expect(said).toMatch(/^sse-emulator run: no namespace here \([^\n]+\): by a proxy, [^\n]*\n$/);
    expect(report).toMatch(reportOnly);
    await expectNothingLeft(folder, ['bin']);
  });
});

/** One that refuses everything with a status of its own. */
async function upstreamProxy(): Promise<AsyncDisposable & { readonly port: number; readonly asked: readonly (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const server = createServer().on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 418 None of mine\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, asked, [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())) };
}

function pathOf(name: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    try {
      accessSync(join(folder, name));
      return join(folder, name);
    } catch {
      // In another.
    }
  }
  throw new Error(`${name} is not on the PATH`);
}
