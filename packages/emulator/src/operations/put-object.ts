import { encryptionEcho } from '@sse/core';
import { fromHex, toBase64 } from '@sse/core/primitives';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { acceptBody, requireSized } from './accept-body.ts';
import { allowedToReplace } from './allowed-to-replace.ts';
import { decideEncryption } from './decide-encryption.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { contentType, objectProperties, storageClassOf } from './object-properties.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** `PUT /key`: stores an object of known or chunked length under the encryption that its headers or the bucket's rule name. */
export async function putObject(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, body, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  refuseUnserved(headers);
  requireSized(call);
  const decision = await decideEncryption(call, bucket, services);
  const storageClass = storageClassOf(headers, bucket);
  const head = await services.putObject({
    session,
    bucket,
    key,
    decision,
    source: body,
    accept: acceptBody(body, headers),
    type: 'Normal',
    mayReplace: await allowedToReplace(call, bucket, services),
    contentType: contentType(headers['content-type']),
    storageClass,
    headers: storedHeaders(headers),
    ...objectProperties(headers),
  });
  return {
    status: 200,
    headers: {
      ETag: `"${head.etag}"`,
      'Content-MD5': toBase64(fromHex(head.etag) ?? new Uint8Array()),
      'x-oss-hash-crc64ecma': head.crc64.toString(),
      ...encryptionEcho(head.encryption),
      ...versionHeader(head),
    },
  };
}
