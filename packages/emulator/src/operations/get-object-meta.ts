import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { findRows } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** `HEAD /key?objectMeta`: size, ETag and time only; no encryption headers (protocol reference §9, decided). */
export async function getObjectMeta(call: ObjectCall, services: Services): Promise<Reply> {
  const { bucket, head } = await findRows(call, services);
  const { etag, size, modifiedAt, crc64 } = head;
  return {
    status: 200,
    headers: {
      ETag: `"${etag}"`,
      'Content-Length': String(size),
      'Last-Modified': new Date(modifiedAt).toUTCString(),
      'x-oss-hash-crc64ecma': crc64.toString(),
      ...versionHeader(head, bucket),
    },
  };
}
