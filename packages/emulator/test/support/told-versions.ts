import type { BucketName, ObjectKey } from '@sse/core';
import { openSession } from '../../src/domain/bucket-key.ts';
import { formatVersionId, parseVersionId, type VersionRef } from '../../src/domain/version-id.ts';
import type { Services } from '../../src/operations/services.ts';

/** An object of a bucket, or one version of it. */
export interface NamedVersion {
  readonly bucket: string;
  readonly key: string;
  /** As clients know it; absent: the current one. */
  readonly id?: string;
}

/** What a read tells: `<version id>: <text>`, `marker`, `nothing`, or `error`. */
export async function tellVersion(services: Services, named: NamedVersion): Promise<string> {
  try {
    return await read(services, named);
  } catch {
    return 'error';
  }
}

async function read(services: Services, { bucket: name, key, id }: NamedVersion): Promise<string> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name as BucketName);
  const ref = id === undefined ? undefined : (parseVersionId(id) as VersionRef);
  const found = await services.objects.find(session, bucket, key as ObjectKey, ref);
  if (found === undefined) return 'nothing';
  if (!('head' in found)) return 'marker';
  const { value: head } = found.head;
  const opened = await services.openObject(
    session,
    { bucketId: bucket.id, objectKey: key, versionId: head.versionId },
    { head, body: found.body.value },
  );
  const whole = { start: 0, end: head.size };
  const pieces: Uint8Array[] = [];
  const inline = services.readInline(opened, whole);
  if (inline !== undefined) pieces.push(inline);
  else for await (const batch of services.readExtents(opened, whole)) pieces.push(...batch);
  return `${formatVersionId(head)}: ${Buffer.concat(pieces).toString()}`;
}

/** What a listing tells of all versions of a bucket, newest first, or `error`. */
export async function tellListing(services: Services, name: string): Promise<string> {
  try {
    const session = openSession();
    const bucket = await services.buckets.require(session, name as BucketName);
    const query = { prefix: '', delimiter: '', keyMarker: '', idMarker: '', limit: 1000 };
    const { versions } = await services.listVersions(session, bucket, query);
    return versions.map(({ name: key, version, isLatest }) => `${key} ${formatVersionId(version)} ${isLatest}`).join('\n');
  } catch {
    return 'error';
  }
}
