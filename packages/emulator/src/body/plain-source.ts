import { pieceQueue } from './piece-queue.ts';
import type { RequestBody } from './request-body.ts';

/** Plaintext that is taken in pieces of the consumer's choice: the body of a request, or what a copy reads. */
export type PlainSource = Pick<RequestBody, 'declared' | 'queued' | 'ended' | 'ready' | 'take'>;

/** `length` bytes that arrive in batches, as they are read from an object. One batch is held at a time. */
export function batchSource(batches: AsyncIterator<readonly Uint8Array[]>, length: number): PlainSource {
  const queue = pieceQueue();
  let ended = length === 0;

  async function ready(bytes: number): Promise<void> {
    while (!ended && queue.queued < bytes) {
      const { done, value } = await batches.next();
      if (done === true) throw new RangeError(`expected ${length} bytes of the source, got ${queue.received}`);
      for (const piece of value) queue.push(piece);
      ended = queue.received >= length;
    }
  }

  return {
    declared: length,
    get queued() {
      return queue.queued;
    },
    get ended() {
      return ended;
    },
    ready,
    take: (into) => queue.take(into),
  };
}

/** Bytes that are there already, as a source. The caller must not write into them before they are taken. */
export function bytesSource(bytes: Uint8Array): PlainSource {
  let rest = bytes;
  return {
    declared: bytes.length,
    get queued() {
      return rest.length;
    },
    ended: true,
    ready: () => Promise.resolve(),
    take(into) {
      const taken = rest.subarray(0, into.length);
      into.set(taken);
      rest = rest.subarray(taken.length);
      return taken.length;
    },
  };
}
