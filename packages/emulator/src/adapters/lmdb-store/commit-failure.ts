import { setImmediate } from 'node:timers/promises';

/**
 * The error that a rejected lmdb-js transaction stands for: its message and `cause` say what LMDB or the file system answered.
 * lmdb-js gives the reason of a failed commit as a promise that rejects in the same turn; unobserved, it would end the process.
 */
export async function commitFailure(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  const reason = await Promise.race([Promise.resolve(error.commitError).catch((cause: unknown) => cause), setImmediate(error)]);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new Error(`the store could not commit: ${message}`, { cause: reason });
}
