import { write, writeSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/** Writes text to a file descriptor without letting anybody wait. What cannot be written is dropped, and what comes later is tried again. */
export interface BackgroundWriter {
  /** Takes text to be written after what it took before; drops it where too much is waiting. */
  write(text: string): void;
  /** Writes what is waiting at once, for the end of the process; gives up after two seconds in which nobody reads. */
  flush(): void;
}

/** Milliseconds until a descriptor that would block is tried again. */
const busyDelay = 20;
const busyAttempts = 100;

/** A writer to `fd` that lets `limit` UTF-16 units wait at most. */
export function backgroundWriter(fd: number, limit: number): BackgroundWriter {
  let waiting = '';
  /** Part of the first text, which the descriptor was too busy for; not in `waiting`. */
  let parked: Uint8Array | undefined;
  let isWriting = false;

  function start(): void {
    if (isWriting || waiting === '') return;
    isWriting = true;
    const bytes = Buffer.from(waiting);
    waiting = '';
    send(bytes);
  }
  function send(bytes: Uint8Array): void {
    parked = undefined;
    write(fd, bytes, (error, count) => {
      if (isBusy(error)) {
        parked = bytes;
        setTimeout(send, busyDelay, bytes).unref();
        return;
      }
      const rest = bytes.subarray(error === null ? count : bytes.length);
      if (rest.length > 0) return send(rest);
      isWriting = false;
      start();
    });
  }

  return {
    write(text) {
      if (waiting.length + text.length > limit) return;
      waiting += text;
      start();
    },
    flush() {
      const bytes = Buffer.concat([parked ?? new Uint8Array(), Buffer.from(waiting)]);
      parked = undefined;
      waiting = '';
      writeNow(fd, bytes);
    },
  };
}

function writeNow(fd: number, bytes: Uint8Array): void {
  let rest = bytes;
  let refusals = 0;
  while (rest.length > 0 && refusals < busyAttempts) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
      refusals = 0;
    } catch (error) {
      if (!isBusy(error)) return;
      refusals += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyDelay);
    }
  }
}

/** Whether a descriptor that does not block has no room now. */
function isBusy(error: unknown): boolean {
  return ['EAGAIN', 'EBUSY'].includes(errorCode(error));
}
