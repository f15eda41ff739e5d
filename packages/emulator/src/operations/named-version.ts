import { OPERATIONS, OssError, type OperationName } from '@sse/core';
import type { DeleteMarker } from '../domain/object-rows.ts';
import { parseVersionId, type VersionRef } from '../domain/version-id.ts';
import { markerHeaders } from './version-headers.ts';

/** The version that a request names by `versionId`; absent: the current one. 400 `InvalidArgument` for what cannot be an id. */
export function versionRef(versionId: string | undefined): VersionRef | undefined {
  const ref = versionId === undefined ? undefined : parseVersionId(versionId);
  if (ref instanceof OssError) throw ref;
  return ref;
}

/** What a read answers where there is no object: at all, by that id, or because a delete marker is there (protocol reference §4.6, observed behaviour 32). */
export function notThere(
  { key, operation }: { readonly key: string; readonly operation: OperationName },
  marker: DeleteMarker | undefined,
  versionId: string | undefined,
): OssError {
  const headers = marker === undefined ? {} : markerHeaders(marker);
  if (versionId === undefined) return new OssError('NoSuchKey', { details: { Key: key }, headers });
  if (marker === undefined) return new OssError('NoSuchVersion', { details: { Key: key, VersionId: versionId } });
  return new OssError('MethodNotAllowed', {
    details: { Method: OPERATIONS[operation].method, ResourceType: 'DeleteMarker' },
    headers: { ...headers, allow: 'DELETE' },
  });
}
