import type { Writable } from 'node:stream';
import { Interrupted } from './interrupted.ts';
import { codeOf, fileError } from './local-file.ts';

/**
 * Writes to standard output and waits until it has taken it. Rejects with `FileError` when it cannot, with the error `EPIPE` itself when
 * its reader went away, and with `Interrupted` when the signal aborts, because a reader that has stopped may never go on.
 */
export function writeTo(stream: Writable, chunk: string | Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Interrupted());
    const settle = (error: unknown): void => {
      signal.removeEventListener('abort', stop);
      if (error === null || error === undefined) resolve();
      else reject(codeOf(error) === 'EPIPE' ? error : fileError('write', 'standard output', error));
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      stream.write(chunk, settle);
    } catch (error) {
      settle(error);
    }
  });
}
