import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { errorCode } from '../server/error-code.ts';
import { programTrouble } from './find-program.ts';
import type { ForwardedSignals } from './forwarded-signals.ts';
import type { Interception } from './interception.ts';

export interface ChildProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly interception: Pick<Interception, 'environment' | 'command'>;
  readonly workingFolder: string;
  readonly signals: ForwardedSignals;
  readonly printError: (text: string) => void;
}

export interface EndedProgram {
  /** Its own; 128 + n where signal n ended it, 126 and 127 where it could not be run, as shells have it. */
  readonly exitCode: number;
  readonly ran: boolean;
}

/** Exit codes of shells for programs that cannot be run. */
const notFound = 127;
const notExecutable = 126;

/** Runs a program on this process's streams to its end; resolves to how it ended. */
export async function runChild({ program, args, interception, workingFolder, signals, printError }: ChildProgram): Promise<EndedProgram> {
  const { environment: env, command = (line) => line } = interception;
  const cannotRun = (code: string): EndedProgram => {
    const missing = code === 'ENOENT';
    const what = missing ? 'is not found: name a program on the PATH, or its path' : `cannot be executed (${code})`;
    printError(`sse-emulator run: ${JSON.stringify(program)} ${what}\n`);
    return { exitCode: missing ? notFound : notExecutable, ran: false };
  };
  const trouble = await programTrouble(program, env['PATH'], workingFolder);
  if (trouble !== undefined) return cannotRun(trouble);
  const stopped = signals.first();
  if (stopped !== undefined) {
    printError(`sse-emulator run: stopped by ${stopped} before the program was started\n`);
    return { exitCode: exitCodeOf(stopped), ran: false };
  }
  const [file = '', ...rest] = command([program, ...args], workingFolder);
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  let child: ChildProcess;
  try {
    child = spawn(file, rest, { cwd: workingFolder, env: { ...env }, stdio: 'inherit' });
    child.once('exit', (code, signal) => end(code ?? exitCodeOf(signal ?? 'SIGKILL')));
    await once(child, 'spawn');
  } catch (error) {
    return cannotRun(errorCode(error));
  }
  signals.to((signal) => void child.kill(signal));
  return { exitCode: await ended, ran: true };
}

/** The exit code of what a signal ended. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
