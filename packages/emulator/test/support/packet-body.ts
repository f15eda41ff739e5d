import type { RequestBody } from '../../src/body/request-body.ts';

/** A request body that arrives packet by packet: each wait brings the next one. */
export function packetBody(packets: Iterable<Uint8Array>): RequestBody & { readonly received: number } {
  const coming = packets[Symbol.iterator]();
  let queue = Buffer.alloc(0);
  let received = 0;
  let ended = false;
  return {
    declared: undefined,
    started: true,
    alive: true,
    get received() {
      return received;
    },
    get ended() {
      return ended;
    },
    get queued() {
      return queue.length;
    },
    async ready(bytes) {
      while (!ended && queue.length < bytes) {
        const { done, value } = coming.next();
        if (done === true) ended = true;
        else queue = Buffer.concat([queue, value]);
        received += done === true ? 0 : value.length;
        await Promise.resolve();
      }
    },
    take(into) {
      const piece = queue.subarray(0, into.length);
      into.set(piece);
      queue = queue.subarray(piece.length);
      return piece.length;
    },
    drain: () => Promise.resolve(true),
  };
}

/** `bytes` cut at `borders`, which may be in any order. */
export function cutAt(bytes: Uint8Array, borders: readonly number[]): Uint8Array[] {
  const sorted = [...new Set([0, ...borders.filter((border) => border < bytes.length), bytes.length])].toSorted(
    (left, right) => left - right,
  );
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index] ?? 0, end));
}
