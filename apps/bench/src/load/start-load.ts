import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromLoad } from './load-messages.ts';
import type { LoadOutcome, LoadPhase } from './load-phase.ts';

/** A process of its own that puts load on servers; contents of objects are its own random bytes, the same in all its phases. */
export interface LoadProcess extends AsyncDisposable {
  readonly pid: number;
  /** Runs one phase to its end; rejects when the server cannot be reached, or the process ended. */
  run(phase: LoadPhase): Promise<LoadOutcome>;
}

const program = fileURLToPath(new URL('load-program.ts', import.meta.url));

/** Starts a load process; it is killed when `signal` fires. */
export function startLoad(signal: AbortSignal): LoadProcess {
  const child = fork(program, [], { serialization: 'advanced', signal, killSignal: 'SIGKILL' });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => reject(new Error(`the load process ended (${code ?? by})`)));
  });
  // Whoever waits for nothing need not hear of the end.
  ended.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    async run(phase) {
      const answered = once(child, 'message');
      child.send(phase);
      const [reply]: FromLoad[] = await Promise.race([answered, ended]);
      if (reply === undefined || 'failure' in reply)
        throw new Error(`the load could not be put on the server: ${reply?.failure ?? 'no answer'}`);
      return reply.outcome;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}
