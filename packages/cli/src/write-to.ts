import type { Writable } from 'node:stream';

/** Writes and waits until the stream has taken it; rejects when it cannot, for example because its reader went away. */
export function writeTo(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
