import { encryptionEcho } from '@sse/core';
import { fromHex, toBase64 } from '@sse/core/primitives';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { acceptBody, requireSized } from './accept-body.ts';
import { invalid } from './list-parameters.ts';
import type { Services } from './services.ts';

const mostParts = 10_000;

/** `PUT /key?partNumber&uploadId`: stores one part; parts come in any order, twice, and at once (protocol reference §4.7). */
export async function uploadPart(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, body } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  const partNumber = partNumberOf(call);
  requireSized(call);
  const upload = await services.uploads.require(session, bucket, call.key, uploadIdOf(call));
  const part = await services.uploadPart({ session, upload, partNumber, source: body, accept: acceptBody(body, headers) });
  return {
    status: 200,
    headers: {
      ETag: `"${part.etag}"`,
      'Content-MD5': toBase64(fromHex(part.etag) ?? new Uint8Array()),
      'x-oss-hash-crc64ecma': part.crc64.toString(),
      ...encryptionEcho(upload.encryption),
    },
  };
}

/** The number of a part, 1 to 10,000; 400 `InvalidArgument`. */
export function partNumberOf(call: ObjectCall): number {
  const text = parameter(call, 'partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > mostParts) throw invalid('partNumber', text);
  return number;
}

/** The id of an upload as the client sent it. */
export function uploadIdOf(call: ObjectCall): string {
  return parameter(call, 'uploadId') ?? '';
}
