import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chunkSize, headerSize, plainSize, sealedBatchSize, sealedChunkSize, sealedSize } from '../../src/envelope/sizes.ts';

const misuse = expect.objectContaining({ code: 'misuse' });

describe('sealedSize', () => {
  it.each([
    [0, 72],
    [1, 73],
    [32, 104],
    [16383, 16455],
    [16384, 16472],
    [16385, 16473],
    [32768, 32872],
    [5 * 2 ** 30, 5 * 2 ** 30 + 56 + 16 * 327681],
  ])('of %i bytes is %i', (plain, sealed) => {
    expect(sealedSize(plain)).toBe(sealed);
    expect(plainSize(sealed)).toBe(plain);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', (length) => {
    expect(() => sealedSize(length)).toThrow(misuse);
  });
});

describe('plainSize', () => {
  it('knows every length that sealedSize gives and no other', () => {
    const possible = new Set(Array.from({ length: 3 * chunkSize }, (_, plain) => sealedSize(plain)));
    const wrong = Array.from({ length: headerSize + 3 * sealedChunkSize }, (_, length) => length).filter((length) => {
      const plain = plainSize(length);
      return plain === undefined ? possible.has(length) : sealedSize(plain) !== length;
    });
    expect(wrong).toEqual([]);
  });

  it.each([-1, 72.5, Number.NaN, Number.POSITIVE_INFINITY])('knows no message of %d bytes', (length) => {
    expect(plainSize(length)).toBeUndefined();
  });
});

describe('sealedBatchSize', () => {
  it('adds up to the size of the message over any whole-chunk batches', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40)), fc.nat(5 * chunkSize), (batches, rest) => {
        const plain = batches.reduce((sum, chunks) => sum + chunks * chunkSize, rest);
        const sealed = batches.reduce((sum, chunks) => sum + sealedBatchSize(chunks * chunkSize, false), sealedBatchSize(rest, true));
        expect(headerSize + sealed).toBe(sealedSize(plain));
      }),
    );
  });
});
