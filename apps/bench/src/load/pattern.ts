/** Contents of any length for any number of objects, cut from one ring of bytes without copying; no two objects begin at the same place. */
export interface Pattern {
  /** The contents of object `key` from `start` on, by default all, `size` bytes in order. */
  pieces(key: number, size: number, start?: number): Generator<Uint8Array, void>;
  /** Whether `bytes` is what object `key` holds at `position`. */
  matches(key: number, position: number, bytes: Uint8Array): boolean;
}

/** Objects begin this many bytes apart; a prime, so that no two of some hundred meet. */
const keyStride = 32_749;
const largestPiece = 1 << 20;

/**
 * The length of a good ring: no multiple of any chunk, batch or buffer of the server, so that swapped or repeated ones are noticed,
 * and too long for a processor's cache.
 */
export const ringBytes = (16 << 20) + 4093;

export function createPattern(ring: Uint8Array): Pattern {
  /** The bytes from `start` on, at most `length` and not beyond the end of the ring. */
  const from = (start: number, length: number): Uint8Array => {
    const begin = start % ring.length;
    return ring.subarray(begin, Math.min(ring.length, begin + length));
  };
  return {
    *pieces(key, size, start = 0) {
      for (let position = 0; position < size;) {
        const piece = from(key * keyStride + start + position, Math.min(size - position, largestPiece));
        position += piece.length;
        yield piece;
      }
    },
    matches(key, position, bytes) {
      for (let done = 0; done < bytes.length;) {
        const expected = from(key * keyStride + position + done, bytes.length - done);
        if (Buffer.compare(expected, bytes.subarray(done, done + expected.length)) !== 0) return false;
        done += expected.length;
      }
      return true;
    },
  };
}
