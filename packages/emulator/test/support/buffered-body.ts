import type { RequestBody } from '../../src/body/request-body.ts';

/** A request body that has arrived whole. */
export function bufferedBody(bytes: Uint8Array): RequestBody {
  let offset = 0;
  return {
    declared: bytes.length,
    started: true,
    alive: true,
    ended: true,
    get queued() {
      return bytes.length - offset;
    },
    ready: () => Promise.resolve(),
    take(into) {
      const piece = bytes.subarray(offset, offset + into.length);
      into.set(piece);
      offset += piece.length;
      return piece.length;
    },
    drain: () => Promise.resolve(true),
  };
}
