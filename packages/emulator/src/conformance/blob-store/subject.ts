import assert from 'node:assert/strict';
import type { BlobReader, BlobStore, ByteSource } from '../../ports/blob-store.ts';
import type { ConformanceCase, ConformanceSubject } from '../conformance-case.ts';

/** A fresh, empty blob store. Capability `reopen`: blobs outlive the store object. */
export interface BlobStoreSubject extends ConformanceSubject {
  readonly blobs: BlobStore;
  /** `reopen`: opens the blobs of `blobs`, which is closed, again. */
  readonly reopen?: () => Promise<BlobStore>;
}

export type BlobStoreCase = ConformanceCase<BlobStoreSubject>;

/** The `n`-th blob id of a case; ids that follow each other lie in different folders of stores that have such. */
export function blobId(n: number): string {
  return (n % 256).toString(16).padStart(2, '0') + n.toString(16).padStart(30, '0');
}

/** `length` bytes that tell their own position, different for every `seed`. */
export function pattern(length: number, seed = 0): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let index = 0; index < words.length; index += 1) {
    const mixed = Math.imul(index + 1 + seed * 0x1000193, 0x9e3779b1);
    words[index] = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  }
  return new Uint8Array(words.buffer, 0, length);
}

export interface SourceOptions {
  /** Bytes that a read gives at most. */
  readonly piece?: number;
  /** Thrown instead of the end. */
  readonly error?: Error;
  /** Called with the memory that each read offers. */
  readonly onRead?: (into: Uint8Array) => void;
}

/** A source of `bytes` that gives a piece a read, after a turn of the event loop now and then. */
export function sourceOf(bytes: Uint8Array, { piece = Infinity, error, onRead }: SourceOptions = {}): ByteSource {
  let position = 0;
  let reads = 0;
  return {
    async read(into) {
      onRead?.(into);
      reads += 1;
      if (reads % 16 === 1) await new Promise((resolve) => setImmediate(resolve));
      const part = bytes.subarray(position, position + Math.min(piece, into.length));
      if (part.length === 0 && error !== undefined) throw error;
      into.set(part);
      position += part.length;
      return part.length;
    },
  };
}

/** Reads to the end in reads of `length` bytes, and closes; fails when one is not filled although more follows. */
export async function readAll(reader: BlobReader | undefined, length = 1 << 16): Promise<Uint8Array> {
  assert.ok(reader !== undefined, 'the blob is not there');
  const parts: Uint8Array[] = [];
  const untouched = new Uint8Array(length).fill(0xa5);
  for (let ended = false; ;) {
    const into = untouched.slice();
    const filled = await reader.read(into);
    assert.ok(filled === 0 || !ended, 'a read that did not fill its memory was not the last one with bytes');
    assert.equal(Buffer.compare(into.subarray(filled), untouched.subarray(filled)), 0, 'a read wrote past the bytes that it says it gave');
    if (filled === 0) break;
    parts.push(into.subarray(0, filled));
    ended = filled < length;
  }
  await reader.close();
  return Uint8Array.from(Buffer.concat(parts));
}

export async function listed(blobs: BlobStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of blobs.list()) ids.push(id);
  return ids.toSorted();
}
