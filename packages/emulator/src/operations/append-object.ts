import { encryptionEcho, OssError } from '@sse/core';
import { positionNotEqualToLength } from '../domain/append-object.ts';
import type { Bucket } from '../domain/buckets.ts';
import type { ObjectHead } from '../domain/object-rows.ts';
import type { Acceptance } from '../domain/put-object.ts';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { acceptBody, requireSized } from './accept-body.ts';
import { decideEncryption } from './decide-encryption.ts';
import { invalid } from './list-parameters.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { aclOf, contentType, objectProperties, storageClassOf } from './object-properties.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/**
 * `POST /key?append&position`: adds to an appendable object, or makes one. The first append fixes encryption, type, metadata and tags;
 * later ones ignore such headers and change the ACL only (protocol reference §2.6, §4.6, observed behaviour 26). 409 `ObjectNotAppendable`, 409 `PositionNotEqualToLength`.
 */
export async function appendObject(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, body, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  refuseUnserved(headers);
  requireSized(call);
  const position = positionOf(call);
  const current = await services.objects.find(session, bucket, key);
  const found = current !== undefined && 'head' in current ? current : undefined;
  if (found !== undefined && found.head.value.type !== 'Appendable') throw new OssError('ObjectNotAppendable');
  const length = found?.head.value.size ?? 0;
  if (position !== length) throw positionNotEqualToLength(length);
  const accept = acceptBody(body, headers);
  const head =
    found === undefined
      ? await begin(call, bucket, accept, services)
      : await services.appendObject({ session, bucket, key, found, source: body, accept, amendment: aclOf(headers) });
  return {
    status: 200,
    headers: {
      ETag: `"${head.etag}"`,
      'x-oss-next-append-position': String(head.size),
      'x-oss-hash-crc64ecma': head.crc64.toString(),
      ...encryptionEcho(head.encryption),
      ...versionHeader(head, bucket),
    },
  };
}

/** The first append: of several that run at once one makes the object. */
async function begin(call: ObjectCall, bucket: Bucket, accept: Acceptance, services: Services): Promise<ObjectHead> {
  const { session, headers, body, key } = call;
  const decision = await decideEncryption(call, bucket, services);
  try {
    return await services.putObject({
      session,
      bucket,
      key,
      decision,
      source: body,
      accept,
      mayReplace: false,
      type: 'Appendable',
      contentType: contentType(headers['content-type']),
      storageClass: storageClassOf(headers, bucket),
      headers: storedHeaders(headers),
      ...objectProperties(headers),
    });
  } catch (error) {
    if (!(error instanceof OssError) || error.code !== 'FileAlreadyExists') throw error;
    const found = await services.objects.head(session, bucket, key);
    throw found?.value.type === 'Appendable' ? positionNotEqualToLength(found.value.size) : new OssError('ObjectNotAppendable');
  }
}

function positionOf(call: ObjectCall): number {
  const text = parameter(call, 'position') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw invalid('position', text);
  return Number(text);
}
