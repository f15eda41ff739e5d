import type { ObjectKey } from '@sse/core';
import type { OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { keyspace, versionOf } from './keyspace.ts';
import type { DeleteMarker, NullVersionRow, ObjectHead, VersionHead, VersionRow } from './object-rows.ts';
import type { SealedRows, Stored } from './sealed-rows.ts';
import { isVersion, type VersionRef } from './version-id.ts';

/** The versioning of a bucket; `undefined` as long as it was never enabled. */
export type Versioning = 'Enabled' | 'Suspended' | undefined;

export interface StoredVersion extends Stored<VersionRow> {
  readonly key: StoreKey;
  readonly sequence: number;
}

/** What a write of one name is planned from. Only `head` is read in a bucket that was never versioned. */
export interface ObjectState {
  /** The current version, unless it is a delete marker. */
  readonly head: Stored<ObjectHead> | undefined;
  /** The newest version row, and the one after it. */
  readonly newest: StoredVersion | undefined;
  readonly second: StoredVersion | undefined;
  /** Which version is the null version, where it has a version row; and that row. */
  readonly nullPointer: Stored<NullVersionRow> | undefined;
  readonly nullVersion: StoredVersion | undefined;
}

export interface ObjectStates {
  head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined>;
  read(session: Session, bucket: Bucket, key: ObjectKey): Promise<ObjectState>;
  /** The version row that `ref` names, or `undefined`. A null version without a row is only a head. */
  version(session: Session, bucket: Bucket, key: ObjectKey, ref: VersionRef): Promise<StoredVersion | undefined>;
  /** The newest version row. */
  newest(session: Session, bucket: Bucket, key: ObjectKey): Promise<StoredVersion | undefined>;
}

export function objectStates({ store, rows }: { readonly store: OrderedStore; readonly rows: SealedRows }): ObjectStates {
  function head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined> {
    return rows.read<ObjectHead>(session, { scope: bucket.id, key: keyspace.object(bucket.id, key) });
  }

  async function newestRows(session: Session, bucket: Bucket, key: ObjectKey, limit: number): Promise<StoredVersion[]> {
    const page = await store.range({ ...keyspace.versionsOf(bucket.id, key), limit });
    return Promise.all(
      page.map(async (row) => ({
        key: row.key,
        version: row.version,
        sequence: versionOf(row.key, bucket.id).sequence,
        value: await rows.open<VersionRow>(session, { scope: bucket.id, key: row.key }, row.value),
      })),
    );
  }

  async function at(session: Session, bucket: Bucket, key: ObjectKey, sequence: number): Promise<StoredVersion | undefined> {
    const rowKey = keyspace.version(bucket.id, key, sequence);
    const stored = await rows.read<VersionRow>(session, { scope: bucket.id, key: rowKey });
    return stored && { ...stored, key: rowKey, sequence };
  }

  function nullPointer(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<NullVersionRow> | undefined> {
    return rows.read<NullVersionRow>(session, { scope: bucket.id, key: keyspace.nullVersion(bucket.id, key) });
  }

  /** A pointer without its row means that another version became the null version between the two reads, unless it stays. */
  async function nullVersion(session: Session, bucket: Bucket, key: ObjectKey): Promise<StoredVersion | undefined> {
    let pointer = await nullPointer(session, bucket, key);
    while (pointer !== undefined) {
      const found = await at(session, bucket, key, pointer.value.sequence);
      if (found !== undefined) return found;
      const later = await nullPointer(session, bucket, key);
      if (later?.version === pointer.version) return undefined;
      pointer = later;
    }
    return undefined;
  }

  return {
    head,
    async read(session, bucket, key) {
      const none = { newest: undefined, second: undefined, nullPointer: undefined, nullVersion: undefined };
      if (bucket.versioning === undefined) return { ...none, head: await head(session, bucket, key) };
      const pointer = await nullPointer(session, bucket, key);
      const [newest, second] = await newestRows(session, bucket, key, 2);
      const nullVersion = pointer && (await at(session, bucket, key, pointer.value.sequence));
      return { head: await head(session, bucket, key), newest, second, nullPointer: pointer, nullVersion };
    },
    async version(session, bucket, key, ref) {
      const found = ref === 'null' ? await nullVersion(session, bucket, key) : await at(session, bucket, key, ref.sequence);
      return found !== undefined && isVersion(contentOf(found.value), ref) ? found : undefined;
    },
    async newest(session, bucket, key) {
      return (await newestRows(session, bucket, key, 1))[0];
    },
  };
}

/** What a version row holds, whichever it is of. */
export function contentOf(row: VersionRow): VersionHead | DeleteMarker {
  return 'head' in row ? row.head : row.marker;
}
