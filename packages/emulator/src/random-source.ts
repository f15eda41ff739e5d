import { randomBytes, randomFillSync } from 'node:crypto';

const poolBytes = 8192;

/** Random bytes for ids, salts, nonces and keys, drawn from the system for many at a time. Every byte is given once, and wiped from the pool. */
export function randomSource(): (length: number) => Uint8Array {
  const pool = new Uint8Array(poolBytes);
  let next = poolBytes;
  return (length) => {
    if (length > poolBytes / 8) return randomBytes(length);
    if (next + length > poolBytes) {
      randomFillSync(pool);
      next = 0;
    }
    const bytes = pool.slice(next, next + length);
    pool.fill(0, next, next + length);
    next += length;
    return bytes;
  };
}
