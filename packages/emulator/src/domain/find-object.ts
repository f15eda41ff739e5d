import { OssError, type ObjectKey } from '@sse/core';
import type { StoreKey } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { keyspace } from './keyspace.ts';
import type { DeleteMarker, ObjectBody, ObjectHead } from './object-rows.ts';
import type { ObjectStates } from './object-state.ts';
import type { SealedRows, Stored } from './sealed-rows.ts';
import type { VersionRef } from './version-id.ts';

/** The rows of one moment of an object, or of a version of it. */
export interface StoredObject {
  /** With the version of its row, which is at `headKey`: the head row, or the version row that repeats it. */
  readonly head: Stored<ObjectHead>;
  readonly headKey: StoreKey;
  readonly body: Stored<ObjectBody>;
}

type FoundHead = Pick<StoredObject, 'head' | 'headKey'>;

/** Finds the visible object, or the version that `ref` names; a delete marker where that is what it is; `undefined` when there is none. */
export type FindObject = (
  session: Session,
  bucket: Bucket,
  key: ObjectKey,
  ref?: VersionRef,
) => Promise<StoredObject | DeleteMarker | undefined>;

/** Rows that do not agree mean that somebody else's commit went through between them; they are read again this often. */
const attempts = 200;

export function findObject({ rows, states }: { readonly rows: SealedRows; readonly states: ObjectStates }): FindObject {
  /** The current version: its head, or the marker that hides the others. */
  async function current(session: Session, bucket: Bucket, key: ObjectKey): Promise<FoundHead | DeleteMarker | undefined> {
    const head = await states.head(session, bucket, key);
    if (head !== undefined) return { head, headKey: keyspace.object(bucket.id, key) };
    if (bucket.versioning === undefined) return undefined;
    const newest = await states.newest(session, bucket, key);
    return newest !== undefined && 'marker' in newest.value ? newest.value.marker : undefined;
  }

  async function named(session: Session, bucket: Bucket, key: ObjectKey, ref: VersionRef): Promise<FoundHead | DeleteMarker | undefined> {
    let stored = await states.version(session, bucket, key, ref);
    if (stored === undefined && ref === 'null') {
      const head = await states.head(session, bucket, key);
      if (head !== undefined && head.value.version === undefined) return { head, headKey: keyspace.object(bucket.id, key) };
      // Since the first read it may have got a version row, or made room for another null version.
      stored = await states.version(session, bucket, key, ref);
    }
    if (stored === undefined) return undefined;
    if ('marker' in stored.value) return stored.value.marker;
    return { head: { value: stored.value.head, version: stored.version }, headKey: stored.key };
  }

  /** Only appends change the body row of a version together with its head: both must be read at once. */
  async function isOfOneMoment(session: Session, bucket: Bucket, key: ObjectKey, { head, headKey }: FoundHead): Promise<boolean> {
    const bodyKey = keyspace.body(bucket.id, key, head.value.versionId);
    await rows.ahead(
      session,
      [headKey, bodyKey].map((rowKey) => ({ scope: bucket.id, key: rowKey })),
    );
    return (await rows.read(session, { scope: bucket.id, key: headKey }))?.version === head.version;
  }

  return async (session, bucket, key, ref) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await (ref === undefined ? current(session, bucket, key) : named(session, bucket, key, ref));
      if (found === undefined || !('head' in found)) return found;
      if (found.head.value.type === 'Appendable' && !(await isOfOneMoment(session, bucket, key, found))) continue;
      const bodyKey = keyspace.body(bucket.id, key, found.head.value.versionId);
      const body = await rows.read<ObjectBody>(session, { scope: bucket.id, key: bodyKey });
      if (body !== undefined) return { ...found, body };
    }
    throw new OssError('InternalError');
  };
}
