import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { expectNothingLeft, modes, portsOf, quoted, reportOnly, run, runLine, startRun } from '../support/run-process.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

const onLinux = process.platform === 'linux';
/** Runs on until it is ended, whatever it is asked. */
const stubborn = `trap '' TERM HUP INT; while :; do sleep 0.05; done`;

describe.skipIf(!onLinux).each(modes.map((mode) => ({ mode })))('sse-emulator run $mode', ({ mode }) => {
  const sh = (script: string): readonly string[] => [...mode, '--', 'sh', '-c', script];

  it.each([
    ['a segmentation fault', 'kill -SEGV $$', 139],
    ['SIGKILL', 'kill -KILL $$', 137],
    ['an exit code', 'exit 255', 255],
  ])('ends as a program that ends by %s', async (_what, script, code) => {
    await using folder = await temporaryFolder();
    const ended = await run(folder, sh(`ulimit -c 0; ${script}`));
    expect(ended).toMatchObject({ code, error: expect.stringMatching(reportOnly) });
    await expectNothingLeft(folder);
  });

  it('says in one line what cannot be run, and leaves nothing', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/data.txt`;
    await writeFile(file, 'no program');
    const [missing, closed, inside, above] = await Promise.all(
      ['no-such-program', file, `${file}/program`, folder.path].map((program) => run(folder, [...mode, '--', program])),
    );
    expect(missing).toMatchObject({
      code: 127,
      error: expect.stringMatching(/^sse-emulator run: "no-such-program" is not found: [^\n]*\n$/),
    });
    expect(inside).toMatchObject({ code: 127, error: expect.stringMatching(/^sse-emulator run: "[^"\n]*" is not found: [^\n]*\n$/) });
    for (const ended of [closed, above])
      expect(ended).toMatchObject({ code: 126, error: expect.stringMatching(/^sse-emulator run: "[^"\n]*" cannot be executed [^\n]*\n$/) });
    await expectNothingLeft(folder, ['data.txt']);
  });

  it('says in one line what its own command cannot do, with nothing left', async () => {
    await using folder = await temporaryFolder();
    const ended = await run(folder, [...mode, '--data', '/proc/none', '--', 'true']);
    expect(ended).toMatchObject({ code: 1, error: expect.stringMatching(/^sse-emulator: [^\n]*\n$/) });
    await using nowhere = { path: `${folder.path}/missing`, [Symbol.asyncDispose]: async () => {} };
    expect(await run(nowhere, sh('true'))).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^sse-emulator: [^\n]*missing[^\n]*\n$/),
    });
    await expectNothingLeft(folder);
  });

  it('says in one line that another one has the data folder', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', `${folder.path}/data`];
    const first = startRun(folder, [...data, ...sh('echo ready; read line; exit 3')]);
    await first.says('ready');
    expect(await run(folder, [...data, ...sh('true')])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^sse-emulator: [^\n]*\n$/),
    });
    first.child.stdin?.end('\n');
    expect(await first.ended).toMatchObject({ code: 3 });
  });

  it('ends what the program left behind, whatever it does against that', async () => {
    await using folder = await temporaryFolder();
    const waiting = 'while :; do sleep 0.05; done';
    const left = [
      waiting,
      stubborn,
      `exec setsid sh -c ${quoted(stubborn)}`,
      'exec nohup sleep 300',
      'kill -STOP $$',
      'env -i sleep 300; :',
      // Makes another one when it is asked to end.
      `trap ${quoted(`setsid sh -c ${quoted(stubborn)} & exit`)} TERM; ${waiting}`,
    ];
    const started = left.map((script) => `sh -c ${quoted(script)} >/dev/null 2>&1 </dev/null &`).join('\n');
    const ended = await run(folder, sh(`${started}\nsleep 0.2; exit 7`));
    expect(ended).toMatchObject({ code: 7, error: expect.stringMatching(reportOnly) });
    await expectNothingLeft(folder);
  });

  it('finds one that all others left behind, with an environment of its own, by its network, and not without', async () => {
    await using folder = await temporaryFolder();
    const { code, out } = await run(folder, sh('env -i OWN=1 sleep 300 >/dev/null 2>&1 & echo $!; exit 7'));
    const [pid] = out.toString().split('\n').map(Number);
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment === 'OWN=1\0') process.kill(pid ?? Number.NaN, 'SIGKILL');
    expect({ code, environment }).toEqual({ code: 7, environment: mode.includes('--proxy') ? 'OWN=1\0' : '' });
    await expectNothingLeft(folder);
  });

  it('does not listen any more', async () => {
    await using folder = await temporaryFolder();
    const { child, ended, says } = startRun(folder, sh('echo ready; read line'));
    await says('ready');
    const ports = await portsOf(folder);
    expect(ports.length).toBeGreaterThan(1);
    child.stdin?.end('\n');
    await ended;
    for (const port of ports) await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('runs another one', async () => {
    await using folder = await temporaryFolder();
    const inner = runLine(sh('echo inner; sleep 300 & exit 5'));
    const { code, out, error } = await run(folder, sh(`${inner}; echo "ended with $?"; exit 6`));
    expect({ code, out: out.toString() }).toEqual({ code: 6, out: 'inner\nended with 5\n' });
    expect(error).toMatch(/^(sse-emulator run: requests: [^\n]*\n){2}$/);
    await expectNothingLeft(folder);
  });

  it('ends another one that was left behind, with what it runs', async () => {
    await using folder = await temporaryFolder();
    const inner = runLine(sh(`touch ${folder.path}/started; ${stubborn}`));
    const script = `${inner} >/dev/null 2>&1 & while ! test -e ${folder.path}/started; do sleep 0.05; done; exit 4`;
    expect(await run(folder, sh(script))).toMatchObject({ code: 4 });
    await expectNothingLeft(folder, expect.arrayContaining(['started']) as never);
  });
});
