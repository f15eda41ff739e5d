import { giveBack } from '@sse/core/primitives';
import type { RequestBody } from './request-body.ts';

/** Plaintext that is taken in pieces of the consumer's choice: the body of a request, or what a copy reads. */
export type PlainSource = Pick<RequestBody, 'declared' | 'queued' | 'ended' | 'ready' | 'take'>;

/** `length` bytes that arrive in batches, as they are read from an object. One batch is held at a time. */
export function batchSource(batches: AsyncIterator<readonly Uint8Array[]>, length: number): PlainSource {
  const queue: Uint8Array[] = [];
  let offset = 0;
  let queued = 0;
  let ended = length === 0;
  let received = 0;

  async function ready(bytes: number): Promise<void> {
    while (!ended && queued < bytes) {
      const { done, value } = await batches.next();
      if (done === true) throw new RangeError(`expected ${length} bytes of the source, got ${received}`);
      for (const piece of value) {
        queue.push(piece);
        queued += piece.length;
        received += piece.length;
      }
      ended = received >= length;
    }
  }

  function take(into: Uint8Array): number {
    let taken = 0;
    for (let first = queue[0]; first !== undefined && taken < into.length; first = queue[0]) {
      const piece = first.subarray(offset, offset + into.length - taken);
      into.set(piece, taken);
      taken += piece.length;
      offset += piece.length;
      if (offset < first.length) break;
      queue.shift();
      offset = 0;
      giveBack(first);
    }
    queued -= taken;
    return taken;
  }

  return {
    declared: length,
    get queued() {
      return queued;
    },
    get ended() {
      return ended;
    },
    ready,
    take,
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
