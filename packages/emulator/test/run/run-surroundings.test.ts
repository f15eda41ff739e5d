import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { modes, run, runLine, startCommand } from '../support/run-process.ts';

const mode = modes.at(-1) ?? [];

describe('what sse-emulator is started in', () => {
  it.skipIf(process.platform === 'win32').each([
    ['run', runLine([...mode, '--', 'true'])],
    ['start', runLine([]).replace(/'run'$/, "'start'")],
  ])('is told in one line that the working folder is gone: %s', async (_command, line) => {
    await using folder = await temporaryFolder();
    await mkdir(`${folder.path}/gone`);
    const { code, error } = await startCommand(folder, ['sh', '-c', `cd ${folder.path}/gone; rmdir ../gone; exec ${line}`]).ended;
    expect({ code, error }).toEqual({
      code: 1,
      error: 'sse-emulator: the working folder is gone: change to one that is there (cd), and start again\n',
    });
  });

  it('is told in one line that a proxy is set with a password that cannot be read', async () => {
    await using folder = await temporaryFolder();
    const { code, error } = await run(folder, ['--proxy', '--', 'true'], { HTTPS_PROXY: 'http://u:p%zz@h:1' });
    expect({ code, error }).toEqual({
      code: 2,
      error: 'sse-emulator: HTTPS_PROXY: expected http://user:password@host:port, with %25 for each % of user and password\n',
    });
  });

  it.each(['', '3'])('reaches the program without what the command sets for itself: "%s"', async (given) => {
    await using folder = await temporaryFolder();
    const environment = given === '' ? {} : { UV_THREADPOOL_SIZE: given };
    const { out } = await run(folder, [...mode, '--', 'sh', '-c', 'echo "${UV_THREADPOOL_SIZE-absent}"'], environment);
    expect(out.toString()).toBe(`${given || 'absent'}\n`);
  });
});
