import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../server/temporary-folder.ts';
import { expectNothingLeft, modes, runLine, runWords, startCommand } from '../support/run-process.ts';

/** Waits for a text, then types, sends a signal to the first process alone, or takes the terminal away. */
interface Step {
  readonly await: string;
  readonly stopped?: true;
  readonly type?: string;
  readonly signal?: string;
  readonly hang?: true;
}

const driver = fileURLToPath(new URL('terminal.py', import.meta.url));
const hasPython = spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;
if (!hasPython) process.stderr.write('not tested: sse-emulator run on a terminal, for want of python3 (3.9 or newer)\n');

const [interrupt, quit, suspend] = ['\x03', '\x1c', '\x1a'];

/** What the prompt of an interactive shell ends with. */
const prompt = process.getuid?.() === 0 ? '# ' : '$ ';

/** Tells of each Ctrl-C, where shells make one of two that come close to each other, until Ctrl-\\. */
const counting = `
import os, signal
signal.signal(signal.SIGINT, lambda *_: print("taken"))
signal.signal(signal.SIGQUIT, lambda *_: os._exit(3))
print("ready")
while True:
    signal.pause()
`;

async function onTerminal(folder: TemporaryFolder, steps: readonly Step[], command: readonly string[]) {
  const { ended } = startCommand(folder, ['python3', driver, JSON.stringify(steps), ...command]);
  const { out, error } = await ended;
  const { code, missing, printed }: { code: number; missing: string | null; printed: string } = JSON.parse(out.toString() || error);
  // What the terminal has not shown is shown with what it has.
  expect({ missing, ...(missing === null ? {} : { printed }) }).toEqual({ missing: null });
  return { code, printed, reports: printed.split('sse-emulator run: ').length - 1 };
}

describe.skipIf(process.platform !== 'linux' || !hasPython).each(modes.map((mode) => ({ mode })))(
  'sse-emulator run $mode on a terminal',
  ({ mode }) => {
    const sh = (script: string): readonly string[] => [...mode, '--', 'sh', '-c', script];
    const ready: Step = { await: 'ready' };

    it('ends with a program that Ctrl-C ends', async () => {
      await using folder = await temporaryFolder();
      const ended = await onTerminal(folder, [{ ...ready, type: interrupt }], runWords(sh('echo ready; exec sleep 300')));
      expect(ended).toMatchObject({ code: 130, reports: 1 });
      expect(ended.printed).toMatch(/^ready\n\^C\n?sse-emulator run: requests: [^\n]*\n$/);
      await expectNothingLeft(folder);
    });

    it.each([
      ['', 'exec '],
      ['with its input from elsewhere', ': | '],
    ])('leaves Ctrl-C to a program that takes it, once %s', async (_what, before) => {
      await using folder = await temporaryFolder();
      const shell = ['sh', '-c', `trap : INT QUIT; ${before}${runLine([...mode, '--', 'python3', '-uc', counting])}`];
      const { code, printed } = await onTerminal(
        folder,
        [
          { ...ready, type: interrupt },
          { await: 'taken', type: interrupt },
          { await: 'taken', type: quit },
        ],
        shell,
      );
      expect({ code, taken: printed.split('taken').length - 1 }).toEqual({ code: 3, taken: 2 });
      await expectNothingLeft(folder);
    });

    it('leaves the terminal to the program, for reading too', async () => {
      await using folder = await temporaryFolder();
      const script =
        'test -t 0 && test -t 1 && test -t 2 && echo ready; read line </dev/tty; echo "got $line"; stty size >/dev/null; exit 4';
      const { code, printed } = await onTerminal(folder, [{ ...ready, type: 'some words\n' }], runWords(sh(script)));
      expect({ code, printed }).toEqual({ code: 4, printed: expect.stringContaining('got some words\n') });
      await expectNothingLeft(folder);
    });

    it('can be stopped and carried on from a shell, and loses nothing', async () => {
      await using folder = await temporaryFolder();
      const script = 'echo ready; read line; echo "got $line"; exit 6';
      const steps: readonly Step[] = [
        { await: prompt, type: `${runLine(sh(script))}\n` },
        { await: '\nready', type: suspend },
        { await: prompt, stopped: true, type: "echo in be'tween'\n" },
        { await: 'in between', type: 'fg\n' },
        { await: 'fg', type: 'typed\n' },
        { await: 'got typed' },
        { await: prompt, type: 'echo "ended with $?"; exit 0\n' },
        { await: 'ended with 6' },
      ];
      expect(await onTerminal(folder, steps, ['sh', '-i'])).toMatchObject({ code: 0 });
      await expectNothingLeft(folder);
    });

    it('runs a shell with jobs of its own', async () => {
      await using folder = await temporaryFolder();
      const steps: readonly Step[] = [
        { await: prompt, type: `sh -c "echo job'1'; exec sleep 300"\n` },
        { await: 'job1', type: interrupt },
        { await: prompt, type: interrupt },
        { await: prompt, type: "echo still he're'\n" },
        { await: 'still here', type: 'exit 8\n' },
      ];
      expect(await onTerminal(folder, steps, runWords([...mode, '--', 'sh', '-i']))).toMatchObject({ code: 8, reports: 1 });
      await expectNothingLeft(folder);
    });

    it('ends when its terminal goes', async () => {
      await using folder = await temporaryFolder();
      const ended = await onTerminal(folder, [{ ...ready, hang: true }], runWords(sh('echo ready; exec sleep 300')));
      expect(ended).toMatchObject({ code: 129 });
      await expectNothingLeft(folder);
    });

    it('hands on a signal that is sent to it alone, but what terminals send', async () => {
      await using folder = await temporaryFolder();
      const script = `trap 'echo terminated; exit 5' TERM; trap 'echo interrupted' INT; echo ready; while :; do sleep 0.02; done`;
      const steps: readonly Step[] = [{ ...ready, signal: 'SIGINT' }, { await: '', signal: 'SIGTERM' }, { await: 'terminated' }];
      const { code, printed } = await onTerminal(folder, steps, runWords(sh(script)));
      expect({ code, interrupted: printed.includes('interrupted') }).toEqual({ code: 5, interrupted: false });
      await expectNothingLeft(folder);
    });
  },
);
