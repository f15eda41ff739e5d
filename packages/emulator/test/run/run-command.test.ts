import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/start-emulator.ts';
import { temporaryFolder, type TemporaryFolder } from '../server/temporary-folder.ts';

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs `sse-emulator run` with these arguments; temporary folders are made in `folder`. */
function run(folder: TemporaryFolder, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { PATH } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@sse/source', bin, 'run', ...args],
      { env: { PATH, TMPDIR: folder.path, ...environment } },
      (_error, out, error) => resolve({ code: child.exitCode ?? -1, out, error }),
    );
  });
}

/** As programs say it: no proxy, no certificate, no endpoint of ours in sight. */
const anonymousGet = `
  const { get } = await import('node:https');
  get('https://examplebucket.oss-cn-beijing.aliyuncs.com/key', (answer) => {
    console.log(answer.statusCode, answer.headers['x-oss-request-id'] !== undefined, process.argv.slice(1));
    answer.resume();
  });
  fetch('https://ecs.aliyuncs.com/').catch(() => console.log('refused'));`;

describe('sse-emulator run', () => {
  it('serves a program under the name of the vendor and reports what it did', async () => {
    await using folder = await temporaryFolder();
    const report = `${folder.path}/report.json`;
    const node = [process.execPath, '--input-type=module', '-e', anonymousGet, '--', '--port', '1'];
    const { code, out, error } = await run(folder, ['--bucket', 'examplebucket', '--report', report, '--', ...node]);
    expect({ code, out: out.split('\n').toSorted().join('\n') }).toEqual({ code: 0, out: "\n403 true [ '--port', '1' ]\nrefused" });
    expect(error).toContain(
      'requests: 1; buckets: none; objects written: none; requests refused: 1 AccessDenied; hosts refused: 1 ecs.aliyuncs.com\n',
    );
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({
      exitCode: 0,
      requests: 1,
      buckets: [],
      written: {},
      everythingEncrypted: true,
      refused: { requests: { AccessDenied: 1 }, hosts: { 'ecs.aliyuncs.com': 1 } },
    });
    expect(await readdir(folder.path)).toEqual(['report.json']);
  });

  it('joins a server that is there, whose requests it does not count', async () => {
    await using folder = await temporaryFolder();
    await using server = await startEmulator();
    const report = `${folder.path}/report.json`;
    const environment = { OSS_ACCESS_KEY_ID: server.accessKeyId, OSS_ACCESS_KEY_SECRET: server.accessKeySecret };
    const program = "fetch('https://sts.aliyuncs.com/').then((answer) => console.log(answer.status, process.env.OSS_ACCESS_KEY_ID))";
    const args = ['--endpoint', server.endpoint, '--report', report, '--', process.execPath, '-e', program];
    expect(await run(folder, args, environment)).toMatchObject({ code: 0, out: `400 ${server.accessKeyId}\n` });
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ exitCode: 0, refused: { hosts: {} } });
  });

  it.skipIf(process.platform !== 'linux')('ends with the exit code of the program, and ends what it left behind', async () => {
    await using folder = await temporaryFolder();
    const { code, out } = await run(folder, ['--', 'sh', '-c', 'sleep 300 >&- 2>&- & echo $!; exit 7']);
    expect(code).toBe(7);
    // One that nobody has reaped yet has no environment any more.
    expect(await readFile(`/proc/${Number(out)}/environ`, 'utf8').catch(() => '')).toBe('');
  });

  it('ends with 128 and the number of the signal that ended the program', async () => {
    await using folder = await temporaryFolder();
    expect(await run(folder, ['--', 'sh', '-c', 'kill -TERM $$'])).toMatchObject({ code: 143 });
  });

  it('hands a signal on to the program, whose end it awaits', async () => {
    await using folder = await temporaryFolder();
    const program = 'trap "echo got it; exit 5" TERM; kill -TERM $PPID; while :; do sleep 0.02; done';
    expect(await run(folder, ['--', 'sh', '-c', program])).toMatchObject({ code: 5, out: 'got it\n' });
  });

  it('says in one line that a program cannot be found or executed', async () => {
    await using folder = await temporaryFolder();
    expect(await run(folder, ['--', 'no-such-program'])).toEqual({
      code: 127,
      out: '',
      error: 'sse-emulator run: "no-such-program" is not found: name a program on the PATH, or its path\n',
    });
    await writeFile(`${folder.path}/data.txt`, '');
    const { code, error } = await run(folder, ['--', `${folder.path}/data.txt`]);
    expect({ code, lines: error.split('\n').length }).toEqual({ code: 126, lines: 2 });
  });
});
