import { OssError, type ObjectKey } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { Commit, OrderedStore } from '../ports/ordered-store.ts';
import { newTrashRows } from './blob-rows.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { Bucket, Buckets } from './buckets.ts';
import { extentsOf } from './extent-list.ts';
import { findObject, type FindObject } from './find-object.ts';
import { inTurn } from './in-turn.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { DeleteMarker, ObjectBody, ObjectHead } from './object-rows.ts';
import { contentOf, objectStates, type ObjectState, type StoredVersion } from './object-state.ts';
import { planNewVersion, planRemoval, type Change } from './plan-change.ts';
import type { Stored } from './sealed-rows.ts';
import type { VersionRef } from './version-id.ts';

/** An object that is not visible yet: its rows, and the intents of its blobs, which the commit releases. */
interface NewObject {
  /** False: an object of this name that is there already stays, and the write fails. */
  readonly mayReplace: boolean;
  /** The bucket's live local key, which has `rowsOfObject` uses left for the rows. */
  readonly local: BucketKey;
  readonly head: Omit<ObjectHead, 'version'>;
  readonly body: ObjectBody;
  /** Checks and deletes of the intent rows of the object's blobs. */
  readonly release: Pick<Commit, 'checks' | 'deletes' | 'sets'>;
}

export interface Objects {
  /** The visible object's head, or `undefined`. */
  head(session: Session, bucket: Bucket, key: ObjectKey): Promise<Stored<ObjectHead> | undefined>;
  readonly find: FindObject;
  /**
   * Makes a written object visible in place of any former one, which stays as a version where the bucket is versioned, in one commit that is durable
   * when it resolves to the head as it was stored. Throws 409 `FileAlreadyExists` when it may not replace the former one, 404 `NoSuchBucket` when
   * the bucket is not the one the write began in; nothing was changed then.
   */
  publish(session: Session, bucket: Bucket, key: ObjectKey, object: NewObject): Promise<ObjectHead>;
  /**
   * Removes the object, or puts a delete marker on top of its versions, and resolves to that; an object that is not there is no error.
   * Does nothing where `ifStill` says no.
   */
  remove(session: Session, bucket: Bucket, key: ObjectKey, ifStill?: (state: ObjectState) => boolean): Promise<DeleteMarker | undefined>;
  /**
   * Removes one version for good and resolves to what it was; `undefined` when it is not there, or where `ifStill` says no of it
   * (`target` is absent for the only version of a name that has no version row).
   */
  removeVersion(
    session: Session,
    bucket: Bucket,
    key: ObjectKey,
    ref: VersionRef,
    ifStill?: (state: ObjectState, target: StoredVersion | undefined) => boolean,
  ): Promise<ObjectHead | DeleteMarker | undefined>;
}

export interface ObjectsOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly buckets: Buckets;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Rows of its own that an object has in a bucket that was never versioned: head and body. */
export const rowsOfObject = 2;

/** A commit that lost to another one is planned again this often; a loser means that somebody else's commit went through. */
const attempts = 200;

/** What a plan says to do, and what the caller is to be told once it is done. */
interface Planned<T> {
  readonly change: Change;
  readonly result: T;
}

interface Applying<T> {
  /** Absent: nothing is to be done. */
  readonly plan: (bucket: Bucket, state: ObjectState) => Promise<Planned<T> | undefined> | Planned<T> | undefined;
  /** Has `rowsOfObject` uses left. */
  readonly local?: BucketKey;
  readonly release?: NewObject['release'];
}

export function objects({ store, keys, buckets, now, random }: ObjectsOptions): Objects {
  const { rows, liveKeys } = keys;
  const turns = inTurn();
  const states = objectStates({ store, rows });

  /** Blobs of objects that go become trash. */
  async function trashOf(
    session: Session,
    { id }: Bucket,
    key: ObjectKey,
    removed: readonly ObjectHead[],
  ): Promise<Required<Commit>['sets']> {
    const blobIds: string[] = [];
    for (const { versionId } of removed.filter(({ blobs }) => blobs > 0)) {
      const body = await rows.read<ObjectBody>(session, { scope: id, key: keyspace.body(id, key, versionId) });
      if (body !== undefined) blobIds.push(...extentsOf(body.value).flatMap(({ blobId }) => blobId ?? []));
    }
    return newTrashRows(keys, now(), blobIds);
  }

  /** Plans and commits until nobody else changed the name meanwhile. */
  async function apply<T>(
    session: Session,
    began: Bucket,
    key: ObjectKey,
    { plan, local, release = {} }: Applying<T>,
  ): Promise<T | undefined> {
    let bucket = began;
    const { checks = [], sets = [], deletes = [] } = release;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const planned = await plan(bucket, await states.read(session, bucket, key));
      if (planned === undefined) return undefined;
      const { change } = planned;
      const sealing = attempt === 0 && change.sets.length <= rowsOfObject ? local : undefined;
      const sealer = sealing ?? (await liveKeys.local(session, bucket.id, change.sets.length));
      const own = change.sets.map(({ key: rowKey, value }) => ({ key: rowKey, value: rows.seal(sealer, rowKey, value) }));
      const result = await store.commit({
        checks: [bucket.check, ...checks, ...change.checks],
        sets: [...(await trashOf(session, bucket, key, change.removed)), ...own, ...sets],
        deletes: [...change.deletes, ...deletes],
      });
      if (result.ok) return planned.result;
      if (result.failed === 0) bucket = await buckets.refresh(session, bucket);
      else if (result.failed <= checks.length) throw new OssError('ServiceUnavailable', { cause: 'the write took longer than its lease' });
    }
    throw new OssError('ServiceUnavailable');
  }

  const inTurnOf = <T>(bucket: Bucket, key: ObjectKey, run: () => Promise<T>): Promise<T> => turns(`${toHex(bucket.id)}/${key}`, run);

  return {
    head: (session, bucket, key) => states.head(session, bucket, key),
    find: findObject({ rows, states }),
    async publish(session, began, key, { mayReplace, local, head, body, release }) {
      const plan = ({ id, versioning }: Bucket, state: ObjectState): Planned<ObjectHead> => {
        if (state.head !== undefined && !mayReplace) throw fileAlreadyExists();
        const { version, ...change } = planNewVersion({ bucketId: id, key }, versioning, state, { head, body });
        return { change, result: version === undefined ? head : { ...head, version } };
      };
      return (await inTurnOf(began, key, () => apply(session, began, key, { plan, local, release }))) ?? head;
    },
    remove(session, began, key, ifStill = always) {
      const plan = ({ id, versioning }: Bucket, state: ObjectState): Planned<DeleteMarker | undefined> | undefined => {
        if ((versioning === undefined && state.head === undefined) || !ifStill(state)) return undefined;
        const marker = { versionId: random(16), modifiedAt: now() };
        const { version, ...change } = planNewVersion({ bucketId: id, key }, versioning, state, { marker });
        return { change, result: version && { ...marker, version } };
      };
      return inTurnOf(began, key, () => apply(session, began, key, { plan }));
    },
    removeVersion(session, began, key, ref, ifStill = always) {
      const plan = async (bucket: Bucket, state: ObjectState): Promise<Planned<ObjectHead | DeleteMarker> | undefined> => {
        const name = { bucketId: bucket.id, key };
        const target = await states.version(session, bucket, key, ref);
        if (!ifStill(state, target)) return undefined;
        if (target !== undefined) return { change: planRemoval(name, state, target), result: contentOf(target.value) };
        if (ref !== 'null' || state.head === undefined || state.head.value.version !== undefined) return undefined;
        return { change: planRemoval(name, state, undefined), result: state.head.value };
      };
      return inTurnOf(began, key, () => apply(session, began, key, { plan }));
    },
  };
}

const always = (): boolean => true;

/** 409 `FileAlreadyExists`: `x-oss-forbid-overwrite: true` (protocol reference §4.6). */
export function fileAlreadyExists(): OssError {
  return new OssError('FileAlreadyExists');
}
