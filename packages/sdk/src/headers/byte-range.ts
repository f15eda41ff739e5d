import { Fault } from '@sse/core';

/** A part of an object: bytes `start ≤ i < end`, to the object's end where `end` is absent; or its last bytes. */
export type ByteRange = { readonly start: number; readonly end?: number | undefined } | { readonly last: number };

/** The bytes that a reply holds, `start ≤ i < end`, of `size` in all. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/**
 * The request headers of a range. An end past the object's end is cut, a start past it is refused with 416 `InvalidRange`: the
 * service's default, which answers with the whole object, is never asked for (protocol reference §4.6). Throws `Fault` `misuse`.
 */
export function rangeHeaders(range: ByteRange): Record<string, string> {
  const isSound =
    'last' in range
      ? isCount(range.last) && range.last > 0
      : isCount(range.start) && (range.end === undefined || (isCount(range.end) && range.end > range.start));
  if (!isSound) throw new Fault('misuse', `expected a range of whole bytes that is not empty, got ${JSON.stringify(range)}`);
  const text = 'last' in range ? `-${range.last}` : `${range.start}-${range.end === undefined ? '' : range.end - 1}`;
  return { range: `bytes=${text}`, 'x-oss-range-behavior': 'standard' };
}

/** Reads Content-Range; `undefined` when it is none, or not what was asked for. */
export function readContentRange(header: string | undefined, asked: ByteRange): ContentRange | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [start = 0, last = 0, size = 0] = match.slice(1).map(Number);
  const end = last + 1;
  const wanted =
    'last' in asked ? { start: Math.max(0, size - asked.last), end: size } : { start: asked.start, end: Math.min(asked.end ?? size, size) };
  return start === wanted.start && end === wanted.end ? { start, end, size } : undefined;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
