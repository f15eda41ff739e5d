import { copyPartResult, encodeXml, encryptionEcho, OssError } from '@sse/core';
import { largestObject } from '../body/write-extent.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { findCopySource, sourceVersionHeader, withSource } from './copy-source.ts';
import { invalid } from './list-parameters.ts';
import type { Services } from './services.ts';
import { partNumberOf, uploadIdOf } from './upload-part.ts';

const RANGE = /^bytes=(\d{1,16})-(\d{0,16})$/;

/**
 * `PUT /key?partNumber&uploadId` with `x-oss-copy-source`: stores a part from an object or a range of it (protocol reference §4.7, observed
 * behaviour 25). oss2 takes the ETag from the header.
 */
export async function uploadPartCopy(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  const partNumber = partNumberOf(call);
  const upload = await services.uploads.require(session, bucket, call.key, uploadIdOf(call));
  const found = await findCopySource(call, services);
  const range = rangeOf(headers['x-oss-copy-source-range'], found.head.size);
  if (range.end - range.start > largestObject) throw new OssError('EntityTooLarge');
  const part = await withSource(found, range, services, (source) =>
    services.uploadPart({ session, upload, partNumber, source, accept: () => Promise.resolve() }),
  );
  const document = encodeXml(copyPartResult, { LastModified: new Date(part.modifiedAt), ETag: `"${part.etag}"` });
  return xmlReply(document, {
    ETag: `"${part.etag}"`,
    'x-oss-hash-crc64ecma': part.crc64.toString(),
    ...encryptionEcho(upload.encryption),
    ...sourceVersionHeader(found),
  });
}

/** The bytes of the source that are to be copied; 400 `InvalidArgument` for a range that is none or reaches past its end. */
function rangeOf(header: string | undefined, size: number): { readonly start: number; readonly end: number } {
  if (header === undefined || header === '') return { start: 0, end: size };
  const [, first, last] = RANGE.exec(header.trim()) ?? [];
  const start = Number(first);
  const end = last === undefined || last === '' ? size : Number(last) + 1;
  if (first === undefined || start >= end || end > size) throw invalid('x-oss-copy-source-range', header);
  return { start, end };
}
