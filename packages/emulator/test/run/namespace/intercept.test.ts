import { accessSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
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
