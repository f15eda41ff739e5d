import { Fault } from '../errors/fault.ts';
import { chunkSize, headerSize, sealedChunkSize, sealedSize } from './sizes.ts';

/** Bytes `start ≤ i < end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What ranges need to know of an extent. */
export interface ExtentShape {
  /** Bytes of plaintext. */
  readonly length: number;
  /** Whether it is stored as a sealed message, or byte for byte. */
  readonly sealed: boolean;
}

/** The part of an extent that a range touches: which stored bytes to read, and what to keep of what they hold. */
export interface OpenedPart {
  /** The extent's place in the list. */
  readonly index: number;
  /** The stored bytes to read, `storedStart ≤ i < storedEnd`: of a sealed extent whole chunks, the header not among them. */
  readonly storedStart: number;
  readonly storedEnd: number;
  /** The number of the first chunk to open; 0 for a plain extent. */
  readonly firstChunk: number;
  /** Chunks to open; 0 for a plain extent. */
  readonly chunkCount: number;
  /** Bytes of plaintext to leave out before the first one wanted; 0 for a plain extent. */
  readonly skip: number;
  /** Bytes of plaintext wanted after those. */
  readonly take: number;
  /** Whether the stored bytes reach the extent's end, the final short chunk of a sealed one included. */
  readonly includesLast: boolean;
}

/**
 * The parts of extents that the range `start ≤ i < end` of an object's plaintext touches, in order (docs/spec/envelope.md, "Ranges").
 * A range that reaches an extent's end includes the extent's final chunk even where that is empty, and an extent without bytes
 * counts as touched when it lies inside the range or at its border, so that a whole read authenticates every chunk of every extent.
 * Throws `Fault('misuse')` on a range that is not inside the object.
 */
export function openedRange({ start, end }: ByteRange, extents: readonly ExtentShape[]): OpenedPart[] {
  const total = extents.reduce((sum, { length }) => sum + length, 0);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > total) {
    throw new Fault('misuse', `expected a range inside ${total} bytes, got ${start} to ${end}`);
  }
  const parts: OpenedPart[] = [];
  let offset = 0;
  for (const [index, { length, sealed }] of extents.entries()) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, length);
    if (from < to || (length === 0 && from <= to)) {
      parts.push({ index, take: to - from, ...(sealed ? sealedPart(from, to, length) : plainPart(from, to, length)) });
    }
    offset += length;
  }
  return parts;
}

type Location = Omit<OpenedPart, 'index' | 'take'>;

function plainPart(from: number, to: number, length: number): Location {
  return { storedStart: from, storedEnd: to, firstChunk: 0, chunkCount: 0, skip: 0, includesLast: to === length };
}

function sealedPart(from: number, to: number, length: number): Location {
  const firstChunk = Math.floor(from / chunkSize);
  const lastChunk = Math.floor(length / chunkSize);
  const endChunk = to === length ? lastChunk + 1 : Math.ceil(to / chunkSize);
  const includesLast = endChunk > lastChunk;
  return {
    storedStart: headerSize + firstChunk * sealedChunkSize,
    storedEnd: includesLast ? sealedSize(length) : headerSize + endChunk * sealedChunkSize,
    firstChunk,
    chunkCount: endChunk - firstChunk,
    skip: from - firstChunk * chunkSize,
    includesLast,
  };
}
