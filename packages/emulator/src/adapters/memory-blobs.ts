import { Fault } from '@sse/core';
import { concat } from '@sse/core/primitives';
import { minimumPull, type BlobId, type BlobReader, type BlobStore, type BlobWriteOptions, type ByteSource } from '../ports/blob-store.ts';
import { assertBlobId, assertBlobRange, pull } from './blob-limits.ts';

/** A blob store in this process's memory: nothing outlives it. */
export function memoryBlobs(): BlobStore {
  const blobs = new Map<BlobId, Uint8Array>();
  /** Ids of blobs that are there or being written. */
  const taken = new Set<BlobId>();
  let closed = false;

  function assertUsable(id: BlobId): void {
    if (closed) throw new Fault('misuse', 'the blob store is closed');
    assertBlobId(id);
  }

  return {
    async write(id, source, { signal }: BlobWriteOptions = {}) {
      assertUsable(id);
      if (taken.has(id)) throw new Fault('misuse', `blob ${id} is there already`);
      taken.add(id);
      try {
        const bytes = await readAll(source, signal);
        blobs.set(id, bytes);
        return bytes.length;
      } catch (error) {
        taken.delete(id);
        throw error;
      }
    },
    async read(id, range = { start: 0, end: Infinity }) {
      assertUsable(id);
      assertBlobRange(range);
      const bytes = blobs.get(id);
      return bytes && memoryReader(bytes.subarray(range.start, Math.max(range.start, Math.min(range.end, bytes.length))));
    },
    async delete(id) {
      assertUsable(id);
      if (blobs.delete(id)) taken.delete(id);
    },
    async *list() {
      if (closed) throw new Fault('misuse', 'the blob store is closed');
      yield* blobs.keys();
    },
    async close() {
      closed = true;
    },
  };
}

async function readAll(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const into = new Uint8Array(minimumPull);
  for (;;) {
    signal?.throwIfAborted();
    const length = await pull(source, into);
    if (length === 0) return concat(...parts);
    parts.push(into.slice(0, length));
  }
}

function memoryReader(bytes: Uint8Array): BlobReader {
  let rest = bytes;
  let closed = false;
  return {
    async read(into) {
      if (closed) throw new Fault('misuse', 'the reader is closed');
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    async close() {
      closed = true;
    },
  };
}
