import { OssError } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `HEAD /key?objectMeta`: size, ETag and time only; no encryption headers (protocol reference §9, decided). */
export async function getObjectMeta({ session, bucket: name, key }: ObjectCall, { buckets, objects }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  const found = await objects.head(session, bucket, key);
  if (found === undefined) throw new OssError('NoSuchKey', { details: { Key: key } });
  const { etag, size, modifiedAt, crc64 } = found.value;
  return {
    status: 200,
    headers: {
      ETag: `"${etag}"`,
      'Content-Length': String(size),
      'Last-Modified': new Date(modifiedAt).toUTCString(),
      'x-oss-hash-crc64ecma': crc64.toString(),
    },
  };
}
