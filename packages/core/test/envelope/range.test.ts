import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { startOpen } from '../../src/envelope/open.ts';
import { type OpenedPart, openedRange } from '../../src/envelope/range.ts';
import { chunkSize, headerSize, sealedChunkSize, sealedSize } from '../../src/envelope/sizes.ts';
import { sealMessage } from '../../src/envelope/message.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const inputKey = secretKey(sample(32, 'key'));
const context = sample(4, 'context');

interface Stored {
  readonly length: number;
  readonly sealed: boolean;
  readonly bytes: Uint8Array;
}

function store(plain: Uint8Array, index: number, sealed: boolean): Stored {
  const bytes = sealed ? sealMessage(inputKey, context, plain, sample(24, `salt ${index}`)) : plain;
  return { length: plain.length, sealed, bytes };
}

/** What a reader does with a part: read, open, leave out, take. */
function readPart({ bytes, sealed }: Stored, part: OpenedPart): Uint8Array {
  const stored = bytes.subarray(part.storedStart, part.storedEnd);
  expect(stored.length).toBe(part.storedEnd - part.storedStart);
  if (!sealed) return stored.subarray(part.skip, part.skip + part.take);
  const opener = startOpen({ algorithm: 'AES256', inputKey, context, header: bytes.subarray(0, headerSize) });
  const pieces = opener.openBatch(stored, part.firstChunk, part.includesLast);
  expect(pieces.length).toBe(part.chunkCount);
  return Buffer.concat(pieces).subarray(part.skip, part.skip + part.take);
}

function readRange(extents: readonly Stored[], start: number, end: number): Buffer {
  return Buffer.concat(
    openedRange({ start, end }, extents).map((part) => readPart(extents[part.index] ?? store(new Uint8Array(0), 0, false), part)),
  );
}

const length = fc.oneof(
  fc.constant(0),
  fc.nat(40),
  fc.integer({ min: -2, max: 2 }).map((around) => chunkSize + around),
  fc.nat(3 * chunkSize),
);

describe('openedRange', () => {
  it('gives what slice gives of the whole plaintext, over sealed and plain extents', () => {
    const lengths = fc.array(length, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, fc.boolean(), fc.nat(), fc.nat(), (sizes, sealed, from, to) => {
        const plain = sizes.map((size, index) => sample(size, `extent ${index}`));
        const extents = plain.map((bytes, index) => store(bytes, index, sealed));
        const whole = Buffer.concat(plain);
        const [start = 0, end = 0] = [from % (whole.length + 1), to % (whole.length + 1)].toSorted((left, right) => left - right);
        expect(Buffer.compare(readRange(extents, start, end), whole.subarray(start, end))).toBe(0);
      }),
      { numRuns: 80 },
    );
  });

  it('reads the whole of every extent for a whole range, empty ones and empty final chunks too', () => {
    const extents = [0, chunkSize, 0, 7, 0].map((size) => ({ length: size, sealed: true }));
    const parts = openedRange({ start: 0, end: chunkSize + 7 }, extents);
    expect(parts.map(({ storedStart, storedEnd }) => [storedStart, storedEnd])).toEqual(
      extents.map((extent) => [headerSize, sealedSize(extent.length)]),
    );
    expect(parts.every(({ includesLast }) => includesLast)).toBe(true);
  });

  it('reads only the chunks of the range', () => {
    const extents = [{ length: 10 * chunkSize, sealed: true }];
    expect(openedRange({ start: chunkSize, end: 2 * chunkSize }, extents)).toEqual([
      {
        index: 0,
        storedStart: headerSize + sealedChunkSize,
        storedEnd: headerSize + 2 * sealedChunkSize,
        firstChunk: 1,
        chunkCount: 1,
        skip: 0,
        take: chunkSize,
        includesLast: false,
      },
    ]);
    expect(openedRange({ start: chunkSize - 1, end: chunkSize + 1 }, extents)).toMatchObject([
      { firstChunk: 0, chunkCount: 2, skip: chunkSize - 1, take: 2 },
    ]);
  });

  it('includes the final chunk for a range that ends inside it', () => {
    expect(openedRange({ start: 3, end: 5 }, [{ length: 8, sealed: true }])).toMatchObject([
      { storedStart: headerSize, storedEnd: sealedSize(8), chunkCount: 1, skip: 3, take: 2, includesLast: true },
    ]);
  });

  it('maps plain extents byte for byte', () => {
    const extents = [5, 10, 5].map((size) => ({ length: size, sealed: false }));
    expect(openedRange({ start: 3, end: 16 }, extents)).toMatchObject([
      { index: 0, storedStart: 3, storedEnd: 5, skip: 0, take: 2 },
      { index: 1, storedStart: 0, storedEnd: 10, skip: 0, take: 10 },
      { index: 2, storedStart: 0, storedEnd: 1, skip: 0, take: 1 },
    ]);
  });

  it('touches nothing for an empty range inside an extent', () => {
    expect(openedRange({ start: 3, end: 3 }, [{ length: 10, sealed: true }])).toEqual([]);
  });

  it('succeeds over intact chunks of an extent that is damaged elsewhere', () => {
    const plain = sample(4 * chunkSize, 'plain');
    const sound = store(plain, 0, true);
    const damaged = { ...sound, bytes: flipped(flipped(sound.bytes, headerSize + 5), -1) };
    expect(Buffer.compare(readRange([damaged], chunkSize + 9, 3 * chunkSize), plain.subarray(chunkSize + 9, 3 * chunkSize))).toBe(0);
    expect(() => readRange([damaged], chunkSize - 1, chunkSize + 1)).toThrow(expect.objectContaining({ code: 'not-authentic' }));
    expect(() => readRange([damaged], chunkSize, 4 * chunkSize)).toThrow(expect.objectContaining({ code: 'not-authentic' }));
  });

  it.each([
    [-1, 3],
    [4, 3],
    [0, 11],
    [0.5, 3],
    [0, Number.NaN],
  ])('refuses the range %d to %d of ten bytes', (start, end) => {
    expect(() => openedRange({ start, end }, [{ length: 10, sealed: true }])).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});
