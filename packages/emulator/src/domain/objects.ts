import type { ObjectKey } from '@sse/core';
import { OssError } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { Commit, OrderedStore } from '../ports/ordered-store.ts';
import { newTrashRows } from './blob-rows.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import { noSuchBucket, type Bucket, type Buckets } from './buckets.ts';
import { extentsOf } from './extent-list.ts';
import { inTurn } from './in-turn.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { ObjectBody, ObjectHead } from './object-rows.ts';
import type { Stored } from './sealed-rows.ts';

/** An object that is not visible yet: its rows, and the intents of its blobs, which the commit releases. */
interface NewObject {
  /** False: an object of this name that is there already stays, and the write fails. */
  readonly mayReplace: boolean;
  /** The bucket's live local key, which has `rowsOfObject` uses left for the rows. */
  readonly local: BucketKey;
  readonly head: ObjectHead;
  readonly body: ObjectBody;
  /** Checks and deletes of the intent rows of the object's blobs. */
  readonly release: Pick<Commit, 'checks' | 'deletes' | 'sets'>;
}

export interface Objects {
  /** The visible object's head, or `undefined`. */
  head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined>;
  /** Head and body of one moment, the head with its row's version; `undefined` when there is no such object. */
  readStored(session: Session, bucket: Bucket, key: ObjectKey): Promise<{ head: Stored<ObjectHead>; body: ObjectBody } | undefined>;
  /** Head and body of one moment; `undefined` when there is no such object. */
  read(session: Session, bucket: Bucket, key: ObjectKey): Promise<{ head: ObjectHead; body: ObjectBody } | undefined>;
  /**
   * Makes a written object visible in place of any former one, in one commit that is durable when it resolves.
   * Throws 409 `FileAlreadyExists` when it may not replace the former one, 404 `NoSuchBucket` when the bucket is not the one the write began in; nothing was changed then.
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

  async function readStored(
    session: Session,
    bucket: Bucket,
    key: ObjectKey,
  ): Promise<{ head: Stored<ObjectHead>; body: ObjectBody } | undefined> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await head(session, bucket, key);
      if (found === undefined) return undefined;
      if (found.value.type === 'Appendable' && !(await isOfOneMoment(session, bucket, key, found))) continue;
      const body = await bodyOf(session, bucket, key, found.value);
      if (body !== undefined) return { head: found, body };
    }
    throw new OssError('InternalError');
  }

  /** Only appends change the body row of a version, together with its head: both must be read at once. */
  async function isOfOneMoment(session: Session, bucket: Bucket, key: ObjectKey, found: Stored<ObjectHead>): Promise<boolean> {
    const bodyKey = keyspace.body(bucket.id, key, found.value.versionId);
    await rows.ahead(
      session,
      [keyspace.object(bucket.id, key), bodyKey].map((rowKey) => ({ scope: bucket.id, key: rowKey })),
    );
    return (await head(session, bucket, key))?.version === found.version;
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
    const blobIds = body === undefined ? [] : extentsOf(body).flatMap(({ blobId }) => blobId ?? []);
    return {
      checks: [{ key: headKey, version: former.version }],
      sets: await newTrashRows(keys, now(), blobIds),
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
    const { checks: releaseChecks = [], deletes: releaseDeletes = [], sets: releaseSets = [] } = object.release;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const visible = await head(session, bucket, key);
      if (visible !== undefined && !object.mayReplace) throw fileAlreadyExists();
      const former = await withdraw(session, bucket, key, visible);
      const result = await store.commit({
        checks: [bucket.check, ...releaseChecks, ...former.checks],
        sets: [...former.sets, ...own, ...releaseSets],
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
    readStored,
    async read(session, bucket, key) {
      const found = await readStored(session, bucket, key);
      return found && { head: found.head.value, body: found.body };
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

/** 409 `FileAlreadyExists`: `x-oss-forbid-overwrite: true` (protocol reference §4.6). */
export function fileAlreadyExists(): OssError {
  return new OssError('FileAlreadyExists');
}
