import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPattern } from '../../src/load/pattern.ts';

const ring = randomBytes(70_001);
const pattern = createPattern(ring);
const contents = (key: number, size: number): Buffer => Buffer.concat([...pattern.pieces(key, size)]);

describe('createPattern', () => {
  it('gives contents of the size asked for, longer than the ring too', () => {
    for (const size of [0, 1, 4096, 70_001, 70_002, 200_000]) expect(contents(3, size)).toHaveLength(size);
  });

  it('gives every object other contents', () => {
    const hashes = Array.from({ length: 600 }, (_, key) => createHash('md5').update(contents(key, 64)).digest('hex'));
    expect(new Set(hashes).size).toBe(600);
  });

  it('recognises any piece of an object in its place', () => {
    const whole = contents(7, 200_000);
    const piece = fc.tuple(fc.nat(199_999), fc.integer({ min: 1, max: 100_000 }));
    fc.assert(fc.property(piece, ([start, length]) => pattern.matches(7, start, whole.subarray(start, start + length))));
  });

  it('notices one wrong byte, a shift, and another object', () => {
    const whole = contents(7, 150_000);
    const flipped = Buffer.from(whole);
    flipped[149_999] = (flipped[149_999] ?? 0) ^ 1;
    expect(pattern.matches(7, 0, whole)).toBe(true);
    expect(pattern.matches(7, 0, flipped)).toBe(false);
    expect(pattern.matches(7, 1, whole)).toBe(false);
    expect(pattern.matches(8, 0, whole)).toBe(false);
  });
});
