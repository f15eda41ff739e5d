import type { Bucket } from '../domain/buckets.ts';
import type { DeleteMarker, ObjectHead } from '../domain/object-rows.ts';
import { formatVersionId } from '../domain/version-id.ts';

type Version = Pick<ObjectHead | DeleteMarker, 'version' | 'versionId'>;

/** `x-oss-version-id` of an object where the bucket was ever versioned (protocol reference §4.3). Writes need no `bucket`: what they stored tells. */
export function versionHeader(version: Version, bucket?: Bucket): Readonly<Record<string, string>> {
  if (version.version === undefined && bucket?.versioning === undefined) return {};
  return { 'x-oss-version-id': formatVersionId(version) };
}

/** The headers that name a delete marker. */
export function markerHeaders(marker: DeleteMarker): Readonly<Record<string, string>> {
  return { 'x-oss-delete-marker': 'true', 'x-oss-version-id': formatVersionId(marker) };
}
