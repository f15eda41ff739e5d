import { Fault } from '@sse/core';
import { chunkSize, headerSize, openedRange, sealedChunkSize, type OpenedPart } from '@sse/core/envelope';
import type { OpenedObject, ReadableExtent } from '../domain/open-object.ts';
import type { RegionPool } from '../adapters/file-blobs/region-pool.ts';
import type { BlobReader, BlobStore } from '../ports/blob-store.ts';
import type { Scratch } from './scratch.ts';

export interface ExtentReaderOptions {
  readonly blobs: BlobStore;
  readonly regions: RegionPool;
  readonly scratch: Scratch;
}

/** A blob that an object's row names is not there: the row may be older than the deletion. */
export class BlobGone extends Error {
  override readonly name = 'BlobGone';
}

/** Bytes `start ≤ i < end` of an object, as batches of pieces in fresh memory; every piece was verified before it is given. */
export type ExtentReader = (
  object: OpenedObject,
  range: { readonly start: number; readonly end: number },
) => AsyncGenerator<readonly Uint8Array[], void>;

export function extentReader({ blobs, regions, scratch }: ExtentReaderOptions): ExtentReader {
  let active = 0;

  /** Many readers take small batches, so that what waits in their sockets stays small. */
  function chunksPerBatch(): number {
    return Math.max(8, Math.min(64, Math.floor(1024 / Math.max(active, 1))));
  }

  async function openStored(extent: ReadableExtent, start: number, end: number): Promise<BlobReader> {
    if (extent.inline !== undefined) return inlineReader(extent.inline.subarray(start, end));
    const reader = extent.blobId === undefined ? undefined : await blobs.read(extent.blobId, { start, end });
    if (reader === undefined) throw new BlobGone(`blob ${extent.blobId ?? '(none)'} is not there`);
    return reader;
  }

  /** A sealed extent that is read from its first chunk on is opened once, for its header too. */
  async function openPart(extent: ReadableExtent, part: OpenedPart, sealed: boolean): Promise<PartReader> {
    if (!sealed) return { extent, part, header: undefined, reader: await openStored(extent, part.storedStart, part.storedEnd + 1) };
    const fromStart = part.firstChunk === 0;
    const header = new Uint8Array(headerSize);
    const reader = await openStored(extent, fromStart ? 0 : part.storedStart, part.storedEnd + 1);
    try {
      await readHeader(header, extent, fromStart ? reader : undefined);
      return { extent, part, header, reader };
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  async function readHeader(header: Uint8Array, extent: ReadableExtent, atStart: BlobReader | undefined): Promise<void> {
    if (atStart !== undefined) return fill(atStart, header, headerSize);
    const reader = await openStored(extent, 0, headerSize);
    try {
      await fill(reader, header, headerSize);
    } finally {
      await reader.close();
    }
  }

  /** Fills the first `length` bytes of `into`. A blob that ends before is damage, and so is one that goes on where it `ends`: one byte more is asked for. */
  async function fill(reader: BlobReader, into: Uint8Array, length: number, ends = false): Promise<void> {
    const wanted = ends ? length + 1 : length;
    const count = wanted === 0 ? 0 : await reader.read(into.subarray(0, wanted));
    if (count !== length) throw new Fault('not-authentic', 'a blob is not as long as its row says');
  }

  async function* sealedPieces({ extent, part, header, reader }: PartReader): AsyncGenerator<Uint8Array[]> {
    try {
      if (extent.open === undefined || header === undefined) throw new Fault('misuse', 'a sealed extent has no key');
      const opener = extent.open(header);
      let { firstChunk: chunk, skip } = part;
      for (let left = part.storedEnd - part.storedStart, take = part.take; left > 0;) {
        const region = await regions.acquire({ wanted: Math.min(left, chunksPerBatch() * sealedChunkSize) });
        const length = Math.min(left, wholeChunks(region.bytes.length - 1, sealedChunkSize));
        let pieces: Uint8Array[];
        try {
          const last = part.includesLast && left === length;
          await fill(reader, region.bytes, length, last);
          pieces = opener.openBatch(region.bytes.subarray(0, length), chunk, last);
        } finally {
          region.release();
        }
        left -= length;
        chunk += length / sealedChunkSize;
        const trimmed = trim(pieces, skip, take);
        skip = 0;
        take -= total(trimmed);
        yield trimmed;
      }
    } finally {
      await reader.close();
    }
  }

  /** Plain bytes carry one CRC: it is checked when the whole extent is read, and the last batch waits for it. */
  async function* plainPieces({ extent, part, reader }: PartReader): AsyncGenerator<Uint8Array[]> {
    const whole = part.take === extent.length;
    let crc64 = 0n;
    try {
      for (let left = part.take; left > 0;) {
        const region = await regions.acquire({ wanted: Math.min(left, chunksPerBatch() * chunkSize) });
        const length = Math.min(left, wholeChunks(region.bytes.length - 1, chunkSize));
        const pieces: Uint8Array[] = [];
        try {
          const bytes = region.bytes.subarray(0, length);
          await fill(reader, region.bytes, length, part.includesLast && left === length);
          if (whole) crc64 = scratch.crc64.update(crc64, bytes);
          for (let at = 0; at < length; at += chunkSize) pieces.push(bytes.slice(at, at + chunkSize));
        } finally {
          region.release();
        }
        left -= length;
        if (left === 0 && whole && crc64 !== extent.crc64) throw new Fault('not-authentic', 'the CRC of a plain extent differs');
        yield pieces;
      }
    } finally {
      await reader.close();
    }
  }

  return async function* read(object, range) {
    active += 1;
    const opened: PartReader[] = [];
    try {
      const sealed = object.head.encryption.method !== 'none';
      const shapes = object.extents.map(({ length }) => ({ length, sealed }));
      const parts = openedRange(range, shapes);
      for (const part of parts.slice(0, openedAtStart)) opened.push(await openPart(extentOf(object, part), part, sealed));
      for (const part of parts) {
        const reader = opened.shift() ?? (await openPart(extentOf(object, part), part, sealed));
        yield* sealed ? sealedPieces(reader) : plainPieces(reader);
      }
    } finally {
      active -= 1;
      for (const { reader } of opened) await reader.close();
    }
  };
}

/** The part of an extent that is to be read; whoever takes pieces of it closes its reader. */
interface PartReader {
  readonly extent: ReadableExtent;
  readonly part: OpenedPart;
  /** Absent for plain extents. */
  readonly header: Uint8Array | undefined;
  readonly reader: BlobReader;
}

/** Extents that are open from the start: an open file outlives its name, so an object that is overwritten meanwhile is read to its end. */
const openedAtStart = 64;

function wholeChunks(bytes: number, size: number): number {
  return bytes - (bytes % size);
}

function extentOf(object: OpenedObject, { index }: { readonly index: number }): ReadableExtent {
  const extent = object.extents[index];
  if (extent === undefined) throw new Fault('misuse', 'a range maps to no extent');
  return extent;
}

function inlineReader(bytes: Uint8Array): BlobReader {
  let offset = 0;
  return {
    read(into) {
      const piece = bytes.subarray(offset, offset + into.length);
      into.set(piece);
      offset += piece.length;
      return Promise.resolve(piece.length);
    },
    close: () => Promise.resolve(),
  };
}

/** The pieces without their first `skip` bytes, and at most `take` bytes of the rest. */
function trim(pieces: readonly Uint8Array[], skip: number, take: number): Uint8Array[] {
  const trimmed: Uint8Array[] = [];
  let dropped = 0;
  let taken = 0;
  for (const piece of pieces) {
    const start = Math.min(piece.length, skip - dropped);
    dropped += start;
    const kept = piece.subarray(start, Math.min(piece.length, start + take - taken));
    taken += kept.length;
    if (kept.length > 0) trimmed.push(kept);
  }
  return trimmed;
}

function total(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
