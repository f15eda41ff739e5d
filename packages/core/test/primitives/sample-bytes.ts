import { createHash } from 'node:crypto';

/** Bytes of a hex string. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** `length` bytes that look random and depend on `seed` only. */
export function sample(length: number, seed: string): Uint8Array {
  return Uint8Array.from(
    createHash('shake256', { outputLength: Math.max(length, 1) })
      .update(seed)
      .digest()
      .subarray(0, length),
  );
}

/** A copy of `bytes` with one bit of byte `at` changed (from the end when negative). */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = bytes.slice();
  const index = at < 0 ? bytes.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ (1 << bit);
  return copy;
}
