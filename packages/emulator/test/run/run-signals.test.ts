import { execFileSync } from 'node:child_process';
import { open, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { expectNothingLeft, modes, processesOf, quoted, reportOnly, startRun } from '../support/run-process.ts';

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;
const waiting = 'while :; do sleep 0.02; done';

describe.skipIf(process.platform !== 'linux').each(modes.map((mode) => ({ mode })))('a signal to sse-emulator run $mode', ({ mode }) => {
  const sh = (script: string): readonly string[] => [...mode, '--', 'sh', '-c', script];

  it.each(signals)('that comes before the program is started: %s', async (signal, code) => {
    await using folder = await temporaryFolder();
    // The run waits for the end of what it is to merge.
    const fifo = `${folder.path}/ca.pem`;
    execFileSync('mkfifo', [fifo]);
    const { child, ended } = startRun(folder, sh('echo started'), { REQUESTS_CA_BUNDLE: fifo });
    const writer = await open(fifo, 'w');
    child.kill(signal);
    // A signal is told to the process in its own time.
    while ((await pendingSignals(child.pid)) !== 0n) await pause(5);
    await pause(100);
    await writer.close();
    const { out, error, ...rest } = await ended;
    expect({ out: out.toString(), error, ...rest }).toEqual({
      code,
      out: '',
      error: `sse-emulator run: stopped by ${signal} before the program was started\n`,
    });
    await expectNothingLeft(folder, ['ca.pem']);
  });

  it.each(signals)('that the program does not take: %s', async (signal, code) => {
    await using folder = await temporaryFolder();
    const { child, ended, says } = startRun(folder, sh('echo ready; exec sleep 300'));
    await says('ready');
    child.kill(signal);
    expect(await ended).toMatchObject({ code, error: expect.stringMatching(reportOnly) });
    await expectNothingLeft(folder);
  });

  it.each(signals)('that the program takes, once for each: %s', async (signal) => {
    await using folder = await temporaryFolder();
    const script = `trap 'echo taken' ${signal.slice(3)}; trap 'exit 5' QUIT; echo ready; ${waiting}`;
    const { child, ended, says } = startRun(folder, sh(script));
    for (const [index, wanted] of ['ready', 'taken', 'taken\ntaken'].entries()) {
      await says(wanted);
      child.kill(index === 2 ? 'SIGQUIT' : signal);
    }
    const { code, out } = await ended;
    expect({ code, out: out.toString() }).toEqual({ code: 5, out: 'ready\ntaken\ntaken\n' });
    await expectNothingLeft(folder);
  });

  it('that comes while what the program left behind is ended changes nothing', async () => {
    await using folder = await temporaryFolder();
    const left = quoted(`trap 'touch ${folder.path}/asked' TERM; touch ${folder.path}/waits; ${waiting}`);
    const script = `sh -c ${left} >&- 2>&- & until [ -e ${folder.path}/waits ]; do sleep 0.01; done; echo ready; exit 7`;
    const { child, ended, says } = startRun(folder, sh(script));
    await says('ready');
    while (!(await readdir(folder.path)).includes('asked')) await pause(5);
    for (const [signal] of signals) child.kill(signal);
    expect(await ended).toMatchObject({ code: 7, error: expect.stringMatching(reportOnly) });
    await expectNothingLeft(folder, ['asked', 'waits']);
  });

  it('that cannot be taken leaves the program and the temporary folders', async () => {
    await using folder = await temporaryFolder();
    const { child, ended, says } = startRun(folder, sh('echo ready; exec sleep 300'));
    await says('ready');
    child.kill('SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
    await expect(ended).rejects.toThrow(/premature|aborted|close/i);
    const left = await processesOf(folder);
    expect(left.length).toBeGreaterThanOrEqual(1);
    for (const pid of left) process.kill(Number(pid), 'SIGKILL');
    const folders = [/^sse-emulator-run-/, /^sse-emulator-trust-/].map((name): unknown => expect.stringMatching(name));
    expect((await readdir(folder.path)).toSorted()).toEqual(folders);
  });
});

/** Of a whole process, that it was not told of yet (proc_pid_status(5)). */
async function pendingSignals(pid: number | undefined): Promise<bigint> {
  await using file = await open(`/proc/${pid}/status`);
  return BigInt(`0x${/^ShdPnd:\s*([0-9a-f]+)$/m.exec(await file.readFile('utf8'))?.[1] ?? '0'}`);
}
