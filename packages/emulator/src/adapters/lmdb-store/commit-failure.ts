import { setImmediate } from 'node:timers/promises';

/**
 * The error that a rejected lmdb-js transaction stands for: its message and `cause` say what LMDB or the file system answered.
 * lmdb-js gives the reason of a failed commit as a promise that rejects in the same turn; unobserved, it would end the process.
 */
export async function commitFailure(thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof Error) || !('commitError' in thrown)) return thrown;
  const cause = await Promise.race([rejectionOf(thrown.commitError), setImmediate(thrown)]);
  return new Error(`the store could not commit: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

async function rejectionOf(promise: unknown): Promise<unknown> {
  try {
    return await promise;
  } catch (reason) {
    return reason;
  }
}
