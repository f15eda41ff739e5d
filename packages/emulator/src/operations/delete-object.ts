import { parameter, type ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { versionRef } from './named-version.ts';
import type { Services } from './services.ts';
import { markerHeaders } from './version-headers.ts';

/**
 * `DELETE /key`: 204, also when there was no such object; in a versioned bucket a delete marker comes on top. With `versionId` that version
 * goes for good, 204 also when it is not there (protocol reference §4.6, observed behaviour 32).
 */
export async function deleteObject(call: ObjectCall, { buckets, objects }: Services): Promise<Reply> {
  const { session, key } = call;
  const bucket = await buckets.require(session, call.bucket);
  const versionId = parameter(call, 'versionId');
  const ref = versionRef(versionId);
  if (ref === undefined) {
    const marker = await objects.remove(session, bucket, key);
    return { status: 204, headers: marker === undefined ? {} : markerHeaders(marker) };
  }
  const removed = await objects.removeVersion(session, bucket, key, ref);
  const wasMarker = removed !== undefined && !('size' in removed);
  const named = bucket.versioning === undefined ? {} : { 'x-oss-version-id': versionId };
  return { status: 204, headers: wasMarker ? { ...named, 'x-oss-delete-marker': 'true' } : named };
}
