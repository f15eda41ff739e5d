import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectStorePeer, type StorePeer } from '../../../src/conformance/index.ts';

/** Starts a program of this folder in a process of its own; resolves once it said that it is ready. */
export async function startProgram(name: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv: ['--conditions=@sse/source'] });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (message !== 'ready') throw new Error(`${name} ended before it was ready`);
  return child;
}

/** A process that reads the environment at `path` constantly; with `stale`, without ever asking lmdb-js for a fresh snapshot. */
export async function startStorePeer(path: string, ...flags: readonly 'stale'[]): Promise<StorePeer> {
  const child = await startProgram('peer-program.ts', path, ...flags);
  return connectStorePeer(child, async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  });
}
