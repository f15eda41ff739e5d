import { setImmediate } from 'node:timers/promises';
import type { KeyRange, OrderedStore, Row } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { afterKey, keyspace, uploadOf } from './keyspace.ts';
import type { ObjectHead, VersionRow } from './object-rows.ts';
import type { SealedRows } from './sealed-rows.ts';

/** How many objects of a storage class there are, and their bytes together. */
export interface ClassTotal {
  readonly objects: number;
  readonly bytes: number;
}

/** What a bucket holds at the moment of counting; a bucket that changes meanwhile is counted as each page of it was. */
export interface BucketContents {
  /** All versions, by storage class. */
  readonly classes: ReadonlyMap<string, ClassTotal>;
  readonly deleteMarkers: number;
  readonly uploads: number;
  /** Parts of these uploads. */
  readonly parts: number;
}

export interface BucketStatOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
}

/** Rows of one read, after which other requests have their turn. */
const pageRows = 500;

/** Counts what a bucket holds by reading all heads and version rows: work that grows with the bucket, in steps that hold nobody up. */
export function bucketContents({ store, rows }: BucketStatOptions): (session: Session, bucket: Bucket) => Promise<BucketContents> {
  async function* pages(range: KeyRange): AsyncGenerator<readonly Row[]> {
    for (let { gte } = range; ;) {
      const page = await store.range({ gte, lt: range.lt, limit: pageRows });
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) return;
      gte = afterKey(last.key);
      await setImmediate();
    }
  }

  async function* opened<T extends object>(session: Session, bucket: Bucket, range: KeyRange): AsyncGenerator<T> {
    for await (const page of pages(range)) {
      for (const { key, value } of page) yield await rows.open<T>(session, { scope: bucket.id, key }, value);
    }
  }

  /** Version rows, and the heads of names that have none. */
  async function* versions(session: Session, bucket: Bucket): AsyncGenerator<VersionRow | { readonly head: ObjectHead }> {
    for await (const head of opened<ObjectHead>(session, bucket, keyspace.objects(bucket.id)))
      if (head.version === undefined) yield { head };
    yield* opened<VersionRow>(session, bucket, keyspace.versions(bucket.id));
  }

  return async (session, bucket) => {
    const classes = new Map<string, ClassTotal>();
    let [deleteMarkers, uploads, parts] = [0, 0, 0];
    for await (const row of versions(session, bucket)) {
      if ('marker' in row) deleteMarkers += 1;
      else classes.set(row.head.storageClass, add(classes.get(row.head.storageClass), row.head));
    }
    for await (const page of pages(keyspace.uploads(bucket.id))) {
      uploads += page.length;
      for (const { key } of page) for await (const { length } of pages(keyspace.parts(uploadOf(key, bucket.id).uploadId))) parts += length;
    }
    return { classes, deleteMarkers, uploads, parts };
  };
}

function add({ objects, bytes }: ClassTotal = { objects: 0, bytes: 0 }, { size }: ObjectHead): ClassTotal {
  return { objects: objects + 1, bytes: bytes + size };
}
