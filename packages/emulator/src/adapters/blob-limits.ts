import { Fault } from '@sse/core';
import type { BlobId, ByteSource } from '../ports/blob-store.ts';

const blobIdPattern = /^[0-9a-f]{32}$/;

/** Whether `name` is spelled as a blob id is. */
export function isBlobId(name: string): name is BlobId {
  return blobIdPattern.test(name);
}

/** Throws `Fault('misuse')` unless `id` is a blob id. */
export function assertBlobId(id: BlobId): void {
  if (!isBlobId(id)) throw new Fault('misuse', `a blob id is 32 lower-case hex digits, not ${JSON.stringify(id)}`);
}

/** Throws `Fault('misuse')` unless both ends are whole numbers of bytes from 0 on; `end` may be `Infinity`. */
export function assertBlobRange({ start, end }: { readonly start: number; readonly end: number }): void {
  const whole = Number.isInteger(start) && (Number.isInteger(end) || end === Infinity);
  if (!whole || start < 0 || end < 0) throw new Fault('misuse', `a range of a blob has ends from 0 on, not ${start} and ${end}`);
}

/** One `read` of a source, checked against its contract: the number of bytes at the start of `into`, 0 at the end. */
export async function pull(source: ByteSource, into: Uint8Array): Promise<number> {
  const length = await source.read(into);
  if (Number.isInteger(length) && length >= 0 && length <= into.length) return length;
  throw new Fault('misuse', `a source was offered ${into.length} bytes of memory and says that it filled ${length}`);
}
