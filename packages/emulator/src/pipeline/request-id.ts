import { randomFillSync } from 'node:crypto';

const idBytes = 12;
const pooled = 512;

/** Makes request ids of 24 upper-case hex digits (protocol reference §4.3); the randomness is drawn for many at a time. */
export function requestIds(): () => string {
  const pool = Buffer.alloc(idBytes * pooled);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += idBytes;
    return pool.toString('hex', next - idBytes, next).toUpperCase();
  };
}
