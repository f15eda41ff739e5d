import { Fault } from '@sse/core';
import { headerSize, openedRange } from '@sse/core/envelope';
import { concat } from '@sse/core/primitives';
import type { OpenedObject } from '../domain/open-object.ts';
import type { Scratch } from './scratch.ts';

/** Verified bytes `start ≤ i < end` of an object that lies in its row as one extent; `undefined` for any other object. */
export type InlineReader = (object: OpenedObject, range: { readonly start: number; readonly end: number }) => Uint8Array | undefined;

/** Small objects are the most frequent reads: they take no stream and no wait. */
export function inlineReader({ crc64: engine }: Scratch): InlineReader {
  return ({ head, extents: [extent, ...more] }, range) => {
    if (extent?.inline === undefined || more.length > 0) return undefined;
    const { inline, open, length } = extent;
    if (inline.length !== extent.storedLength) throw new Fault('not-authentic', 'the stored bytes are not as many as the row says');
    if (open === undefined) {
      if (engine.update(0n, inline) !== extent.crc64) throw new Fault('not-authentic', 'the CRC of a plain extent differs');
      return inline.subarray(range.start, range.end);
    }
    const opener = open(inline.subarray(0, headerSize));
    const [part] = openedRange(range, [{ length, sealed: head.encryption.method !== 'none' }]);
    if (part === undefined) return new Uint8Array(0);
    const pieces = opener.openBatch(inline.subarray(part.storedStart, part.storedEnd), part.firstChunk, part.includesLast);
    return concat(...pieces).subarray(part.skip, part.skip + part.take);
  };
}
