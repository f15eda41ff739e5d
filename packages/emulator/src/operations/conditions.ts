import { OssError, parseHttpDate, type HeaderRecord } from '@sse/core';
import type { ObjectHead } from '../domain/object-rows.ts';

/**
 * Judges the If- headers of a read: 412 `PreconditionFailed`, 304 `NotModified`, or nothing to say (protocol reference §4.6).
 * An entity tag outranks a time of the same kind, as in RFC 9110 §13.2.2; a time that is none is ignored.
 */
export function checkConditions(headers: HeaderRecord, head: ObjectHead): void {
  const modified = Math.floor(head.modifiedAt / 1000) * 1000;
  const match = headers['if-match'];
  const unmodifiedSince = timeOf(headers['if-unmodified-since']);
  if (match === undefined ? unmodifiedSince !== undefined && modified > unmodifiedSince : !lists(match, head.etag)) {
    const Condition = match === undefined ? 'If-Unmodified-Since' : 'If-Match';
    throw new OssError('PreconditionFailed', { details: { Condition } });
  }
  const noneMatch = headers['if-none-match'];
  const modifiedSince = timeOf(headers['if-modified-since']);
  if (noneMatch === undefined ? modifiedSince !== undefined && modified <= modifiedSince : lists(noneMatch, head.etag)) {
    throw new OssError('NotModified', { headers: { etag: `"${head.etag}"`, 'last-modified': new Date(modified).toUTCString() } });
  }
}

/** Whether a list of entity tags, quoted or not, holds `etag` or `*`. */
function lists(header: string, etag: string): boolean {
  return header.split(',').some((item) => {
    const tag = item.trim().replace(/^W\//, '').replaceAll('"', '');
    return tag === '*' || tag.toUpperCase() === etag;
  });
}

function timeOf(header: string | undefined): number | undefined {
  return header === undefined ? undefined : parseHttpDate(header);
}
