import { decodeTargetPiece, OssError, parseObjectKey, type HeaderRecord, type ObjectKey } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { allowedToReplace } from './allowed-to-replace.ts';
import { invalid } from './list-parameters.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { contentType, objectProperties, storageClassOf } from './object-properties.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/**
 * `PUT /key?symlink`: makes a name stand for the object that `x-oss-symlink-target` names, which need not be there (protocol reference §4.6).
 * Nothing is encrypted but the rows: a link has no bytes, and reads through it are answered as the target is encrypted.
 */
export async function putSymlink(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  refuseUnserved(headers);
  const head = await services.putSymlink({
    session,
    bucket,
    key,
    target: targetOf(headers),
    mayReplace: await allowedToReplace(call, bucket, services),
    contentType: contentType(headers['content-type']),
    storageClass: storageClassOf(headers, bucket),
    headers: storedHeaders(headers),
    ...objectProperties(headers),
  });
  return { status: 200, headers: { ETag: `"${head.etag}"`, 'x-oss-hash-crc64ecma': head.crc64.toString(), ...versionHeader(head) } };
}

/** Percent-encoded UTF-8, `+` being a space: go1 and ali-oss send it so. Throws 400 `MissingArgument`, `InvalidArgument`, `InvalidObjectName`. */
function targetOf(headers: HeaderRecord): ObjectKey {
  const header = headers['x-oss-symlink-target'];
  if (header === undefined || header === '') throw new OssError('MissingArgument', { details: { ArgumentName: 'x-oss-symlink-target' } });
  const name = decodeTargetPiece(header);
  if (name === undefined) throw invalid('x-oss-symlink-target', header);
  const target = parseObjectKey(name);
  if (target instanceof OssError) throw target;
  return target;
}
