import { fork, type ChildProcess } from 'node:child_process';
import { Fault } from '@sse/core';
import type { ServerSettings } from './server-settings.ts';
import { isFromWorker, workerArgument, type FromWorker, type ToWorker } from './worker-messages.ts';

/** One worker, from the moment it is forked. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Its port, once that answers; rejects with a `Fault` when the worker ends before. */
  readonly ready: Promise<number>;
  /** Resolves to how it ended, such as `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** Asks it to finish what is in flight and end. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Forks a worker and tells it what to serve, over the pipe between the two: a command line can be read by every user of the machine. */
export function startWorker(entry: string, settings: ServerSettings): WorkerProcess {
  const child = fork(entry, [workerArgument], {
    // An inspector's port is the primary's own.
    execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SSE_EMULATOR_'))),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = endOf(child);
  const ready = readiness(child, ended);
  // Whoever does not wait for readiness learns of the end from `ended`.
  ready.catch(() => {});
  const tell = (message: ToWorker): void => {
    // A worker that is already gone cannot be told; its end is seen anyway.
    if (child.connected) child.send(message, () => {});
  };
  tell({ type: 'start', settings });
  return { pid: child.pid, ready, ended, stop: () => tell({ type: 'stop' }), kill: () => child.kill('SIGKILL') };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.once('error', (error) => resolve(error.message));
  });
}

async function readiness(child: ChildProcess, ended: Promise<string>): Promise<number> {
  const answer = new Promise<FromWorker>((resolve) => {
    child.on('message', (message: unknown) => {
      if (isFromWorker(message)) resolve(message);
    });
  });
  const first = await Promise.race([answer, ended]);
  if (typeof first === 'string') throw new Fault('configuration', `a worker process ended before it was ready (${first})`);
  if (first.type === 'failed') throw new Fault('configuration', first.message);
  return first.port;
}
