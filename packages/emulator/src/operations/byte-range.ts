import { OssError } from '@sse/core';

/** Bytes `start ≤ i < end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const PATTERN = /^bytes=(\d*)-(\d*)$/;

/**
 * What a Range header selects of `size` bytes; `undefined` for the whole object with 200.
 * By default a malformed range, or one whose start or end lies outside, is ignored. With `x-oss-range-behavior: standard` an end that is too high
 * is cut and a start outside is 416 `InvalidRange`. Source: protocol reference §4.6.
 */
export function selectRange(header: string | undefined, behavior: string | undefined, size: number): ByteRange | OssError | undefined {
  const match = header === undefined ? null : PATTERN.exec(header.trim());
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const standard = behavior === 'standard';
  if (first === '') return suffix(Number(last), size, standard);
  const start = Number(first);
  const end = last === '' ? size : Number(last) + 1;
  if (end <= start && start < size) return undefined;
  if (start >= size) return standard ? new OssError('InvalidRange', { headers: { 'content-range': `bytes */${size}` } }) : undefined;
  if (end > size) return standard ? { start, end: size } : undefined;
  return { start, end };
}

function suffix(length: number, size: number, standard: boolean): ByteRange | OssError | undefined {
  if (standard && (length === 0 || size === 0)) return new OssError('InvalidRange', { headers: { 'content-range': `bytes */${size}` } });
  if (length === 0 || (length > size && !standard)) return undefined;
  return { start: Math.max(0, size - length), end: size };
}
