import type { ObjectKey } from '@sse/core';
import { OssError } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { Commit, OrderedStore } from '../ports/ordered-store.ts';
import { newTrash } from './blob-rows.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import { noSuchBucket, type Bucket, type Buckets } from './buckets.ts';
import { inTurn } from './in-turn.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { ObjectBody, ObjectHead } from './object-rows.ts';
import type { Stored } from './sealed-rows.ts';

/** An object that is not visible yet: its rows, and the intents of its blobs, which the commit releases. */
interface NewObject {
  /** The bucket's live local key, which has `rowsOfObject` uses left for the rows. */
  readonly local: BucketKey;
  readonly head: ObjectHead;
  readonly body: ObjectBody;
  /** Checks and deletes of the intent rows of the object's blobs. */
  readonly release: Pick<Commit, 'checks' | 'deletes'>;
}

export interface Objects {
  /** The visible object's head, or `undefined`. */
  head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined>;
  /** Head and body of one moment; `undefined` when there is no such object. */
  read(session: Session, bucket: Bucket, key: ObjectKey): Promise<{ head: ObjectHead; body: ObjectBody } | undefined>;
  /**
   * Makes a written object visible in place of any former one, in one commit that is durable when it resolves.
   * Throws 404 `NoSuchBucket` when the bucket is not the one the write began in; nothing was changed then.
   */
  publish(session: Session, bucket: Bucket, key: ObjectKey, object: NewObject): Promise<void>;
  /** Removes the object; one that is not there is no error. */
  remove(session: Session, bucket: Bucket, key: ObjectKey): Promise<void>;
}

export interface ObjectsOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly buckets: Buckets;
  readonly now: () => number;
}

/** Rows of its own that an object has: head and body. */
export const rowsOfObject = 2;

/** A commit that lost to another one is planned again this often; a loser means that somebody else's commit went through. */
const attempts = 200;

export function objects({ store, keys, buckets, now }: ObjectsOptions): Objects {
  const { rows } = keys;
  const turns = inTurn();

  function head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined> {
    return rows.read<ObjectHead>(session, { scope: bucket.id, key: keyspace.object(bucket.id, key) });
  }

  async function bodyOf(session: Session, bucket: Bucket, key: ObjectKey, { versionId }: ObjectHead): Promise<ObjectBody | undefined> {
    const stored = await rows.read<ObjectBody>(session, { scope: bucket.id, key: keyspace.body(bucket.id, key, versionId) });
    return stored?.value;
  }

  /** The part of a commit that takes the visible object away: its rows go, its blobs become trash. */
  async function withdraw(
    session: Session,
    bucket: Bucket,
    key: ObjectKey,
    former: Stored<ObjectHead> | undefined,
  ): Promise<Required<Commit>> {
    const headKey = keyspace.object(bucket.id, key);
    if (former === undefined) return { checks: [{ key: headKey, version: 'absent' }], sets: [], deletes: [] };
    const body = former.value.blobs > 0 ? await bodyOf(session, bucket, key, former.value) : undefined;
    const blobIds = (body?.extents ?? []).flatMap(({ blobId }) => blobId ?? []);
    return {
      checks: [{ key: headKey, version: former.version }],
      sets: blobIds.map((blobId) => newTrash(now(), blobId)),
      deletes: [keyspace.body(bucket.id, key, former.value.versionId)],
    };
  }

  /** After a lost commit, or when a key of the bucket is gone: the same bucket must still be there. */
  async function requireSame(session: Session, bucket: Bucket): Promise<void> {
    const found = await buckets.find(session, bucket.name);
    if (found?.version !== bucket.version) throw noSuchBucket(bucket.name);
  }

  async function publish(session: Session, bucket: Bucket, key: ObjectKey, object: NewObject): Promise<void> {
    const headKey = keyspace.object(bucket.id, key);
    const bodyKey = keyspace.body(bucket.id, key, object.head.versionId);
    const { local } = object;
    const own = [
      { key: headKey, value: rows.seal(local, headKey, object.head) },
      { key: bodyKey, value: rows.seal(local, bodyKey, object.body) },
    ];
    const { checks: releaseChecks = [], deletes: releaseDeletes = [] } = object.release;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const former = await withdraw(session, bucket, key, await head(session, bucket, key));
      const result = await store.commit({
        checks: [bucket.check, ...releaseChecks, ...former.checks],
        sets: [...former.sets, ...own],
        deletes: [...former.deletes, ...releaseDeletes],
      });
      if (result.ok) return;
      if (result.failed === 0) await requireSame(session, bucket);
      else if (result.failed <= releaseChecks.length)
        throw new OssError('ServiceUnavailable', { cause: 'the write took longer than its lease' });
    }
    throw new OssError('ServiceUnavailable');
  }

  return {
    head,
    async read(session, bucket, key) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const found = await head(session, bucket, key);
        if (found === undefined) return undefined;
        const body = await bodyOf(session, bucket, key, found.value);
        if (body !== undefined) return { head: found.value, body };
      }
      throw new OssError('InternalError');
    },
    publish: (session, bucket, key, object) => turns(`${toHex(bucket.id)}/${key}`, () => publish(session, bucket, key, object)),
    async remove(session, bucket, key) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const found = await head(session, bucket, key);
        if (found === undefined) return;
        const former = await withdraw(session, bucket, key, found);
        const result = await store.commit({
          checks: [bucket.check, ...former.checks],
          sets: former.sets,
          deletes: [...former.deletes, keyspace.object(bucket.id, key)],
        });
        if (result.ok) return;
        if (result.failed === 0) await requireSame(session, bucket);
      }
      throw new OssError('ServiceUnavailable');
    },
  };
}
