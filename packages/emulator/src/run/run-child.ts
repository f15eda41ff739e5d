import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { errorCode } from '../server/error-code.ts';
import type { ForwardedSignals } from './forwarded-signals.ts';

export interface ChildProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
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
export async function runChild({ program, args, environment, workingFolder, signals, printError }: ChildProgram): Promise<EndedProgram> {
  const child = spawn(program, args, { cwd: workingFolder, env: { ...environment }, stdio: 'inherit' });
  try {
    await once(child, 'spawn');
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    const what = missing ? 'is not found: name a program on the PATH, or its path' : `cannot be executed (${errorCode(error)})`;
    printError(`sse-emulator run: ${JSON.stringify(program)} ${what}\n`);
    return { exitCode: missing ? notFound : notExecutable, ran: false };
  }
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? exitCodeOf(signal ?? 'SIGKILL')));
  });
  signals.to((signal) => void child.kill(signal));
  return { exitCode: await ended, ran: true };
}

/** The exit code of what a signal ended. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
