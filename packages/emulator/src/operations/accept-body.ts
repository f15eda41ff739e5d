import { setImmediate } from 'node:timers/promises';
import { OssError, type HeaderRecord } from '@sse/core';
import { equalBytes } from '@sse/core/primitives';
import { BodyAborted, type RequestBody } from '../body/request-body.ts';
import { largestObject } from '../body/write-extent.ts';
import type { Acceptance } from '../domain/put-object.ts';
import type { Call } from '../pipeline/call.ts';
import { contentMd5, requireLength } from './read-document.ts';

/**
 * Accepts a body that arrived whole and is what Content-MD5 and `x-oss-hash-crc64ecma` say: 400 `InvalidDigest`, 400 `InvalidCRC64`.
 * Headers that are no checksums are refused at once, before a byte of the body is read.
 */
export function acceptBody(body: RequestBody, headers: HeaderRecord): Acceptance {
  const expectedMd5 = contentMd5(headers);
  const expectedCrc = crc64Of(headers['x-oss-hash-crc64ecma']);
  return async ({ md5, crc64 }) => {
    // A turn of the event loop, in which the parser meets what follows the body where it arrived together with it.
    await setImmediate();
    if (!body.alive) throw new BodyAborted('the connection broke with the end of the body');
    if (expectedCrc !== undefined && expectedCrc !== crc64) throw new OssError('InvalidCRC64');
    if (expectedMd5 !== undefined && !equalBytes(md5, expectedMd5)) throw new OssError('InvalidDigest');
  };
}

/** Refuses a body at its headers: 411 `MissingContentLength` when it is neither counted nor chunked, 400 `EntityTooLarge` over 5 GiB. */
export function requireSized({ body, headers }: Pick<Call, 'body' | 'headers'>): void {
  requireLength({ body, headers });
  if ((body.declared ?? 0) > largestObject) throw new OssError('EntityTooLarge');
}

/** The checksum that the client expects, in decimal; 400 `InvalidCRC64` when it is none. */
function crc64Of(header: string | undefined): bigint | undefined {
  if (header === undefined) return undefined;
  if (!/^\d{1,20}$/.test(header)) throw new OssError('InvalidCRC64');
  return BigInt(header);
}
