import { Fault } from '@sse/core';
import type { BlobReader } from '../../ports/blob-store.ts';
import type { FileDescriptor, FileLayer } from './file-layer.ts';

/** Reads bytes `start ≤ i < end` of an open file, and closes it. */
export function fileReader(files: FileLayer, file: FileDescriptor, range: { readonly start: number; readonly end: number }): BlobReader {
  let { start: position, end } = range;
  let reading: Promise<number> | undefined;
  let closing: Promise<void> | undefined;

  async function fill(into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length && position < end) {
      const length = await files.read(file, into.subarray(filled, Math.min(into.length, filled + end - position)), position);
      if (length === 0) end = position;
      filled += length;
      position += length;
    }
    return filled;
  }

  /** After the read under way: the system may give the number of a closed file to another one at once. */
  async function close(): Promise<void> {
    await reading?.catch(() => undefined);
    await files.close(file);
  }

  return {
    async read(into) {
      if (closing !== undefined) throw new Fault('misuse', 'the reader is closed');
      reading = fill(into);
      return reading;
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
