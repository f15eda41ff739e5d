import { OssError, type BucketName } from '@sse/core';
import { parseBucketKeyRow } from '@sse/core/envelope';
import { equalBytes } from '@sse/core/primitives';
import type { Check, Commit, KeyRange, OrderedStore, Row, Version } from '../ports/ordered-store.ts';
import { openSession, type Session } from './bucket-key.ts';
import { initialDocuments, type BucketDocuments } from './documents.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { afterKey, bucketKeyPlace, keyspace, nameOf, partsJobOf, systemScope, type BucketId } from './keyspace.ts';
import type { Versioning } from './object-state.ts';
import type { PartsJob } from './parts-job.ts';

/** The bucket row: what does not change while the bucket lives, and its versioning. Documents have rows of their own, so a changed rule fails no upload in flight. */
interface BucketRecord {
  readonly id: BucketId;
  readonly createdAt: number;
  readonly storageClass: string;
  readonly dataRedundancyType: string;
  /** Absent until it is enabled for the first time. */
  readonly versioning?: Versioning;
}

/** A bucket as a request found it. `check` makes a commit fail when it is gone or made anew meanwhile, or when its versioning changed: see `refresh`. */
export interface Bucket extends BucketRecord {
  readonly name: BucketName;
  readonly version: Version;
  readonly check: Check;
}

export interface Buckets {
  /** The bucket, or `undefined`. */
  find(session: Session, name: BucketName): Promise<Bucket | undefined>;
  /** Whether the bucket is another one, or gone, since `session` found it. */
  hasGone(session: Session, name: BucketName): Promise<boolean>;
  /** The bucket as it is now, after its `check` failed; throws 404 `NoSuchBucket` when it is gone, also if it was made anew. */
  refresh(session: Session, bucket: Bucket): Promise<Bucket>;
  /** Sets the versioning; throws 404 `NoSuchBucket`. */
  setVersioning(session: Session, name: BucketName, versioning: NonNullable<Versioning>): Promise<void>;
  /** The bucket; throws 404 `NoSuchBucket`. */
  require(session: Session, name: BucketName): Promise<Bucket>;
  /** Makes the bucket with its local key and documents in one commit; false when it is there already. */
  create(name: BucketName, record: Omit<BucketRecord, 'id'>, documents: BucketDocuments): Promise<boolean>;
  /** Removes an empty bucket and its keys; throws 404 `NoSuchBucket` or 409 `BucketNotEmpty`. */
  remove(session: Session, name: BucketName): Promise<void>;
  /** Up to `limit` buckets in name order, of those that start with `prefix` and come after `marker`; `next` goes on from there. */
  list(query: BucketQuery): Promise<{ readonly buckets: readonly Bucket[]; readonly next: string | undefined }>;
}

interface BucketQuery {
  readonly prefix: string;
  /** `''` from the start. */
  readonly marker: string;
  readonly limit: number;
}

export interface BucketsOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly runPartsJob: PartsJob;
  readonly random: (length: number) => Uint8Array;
}

/** A commit that lost to another one is planned again this often. */
const attempts = 20;

export function buckets({ store, keys, runPartsJob, random }: BucketsOptions): Buckets {
  const { rows, liveKeys, newKeys } = keys;

  /** The bucket that a session found first. */
  const found = new WeakMap<Session, BucketId>();

  async function find(session: Session, name: BucketName): Promise<Bucket | undefined> {
    const key = keyspace.bucket(name);
    const stored = await rows.read<BucketRecord>(session, { scope: systemScope, key });
    if (stored !== undefined && !found.has(session)) found.set(session, stored.value.id);
    return stored && { ...stored.value, name, version: stored.version, check: { key, version: stored.version } };
  }

  async function require(session: Session, name: BucketName): Promise<Bucket> {
    const bucket = await find(session, name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  /** A page of everything that goes with the bucket row, and checks that no key row changes meanwhile. */
  async function belongings(bucketId: BucketId): Promise<Required<Pick<Commit, 'checks' | 'deletes'>>> {
    const page = (range: KeyRange): Promise<Row[]> => store.range({ ...range, limit: 200 });
    const plain = await Promise.all([page(keyspace.documents(bucketId)), page(keyspace.liveBucketKeys(bucketId))]);
    const keyRows = await page(keyspace.bucketKeys(bucketId));
    const uses = keyRows.flatMap(({ key, value }) => {
      const row = parseBucketKeyRow(value, bucketKeyPlace(key));
      return row.scheme === 'local' ? [keyspace.masterKeyUse(row.masterKeyVersion, row.bucketKeyId)] : [];
    });
    return {
      checks: keyRows.map(({ key, version }) => ({ key, version })),
      deletes: [...plain.flat(), ...keyRows].map(({ key }) => key).concat(uses),
    };
  }

  /** What did not fit the commit, or was added just before it: nothing can be added without the bucket row. */
  async function removeLeftovers(bucketId: BucketId): Promise<void> {
    for (;;) {
      const { checks, deletes } = await belongings(bucketId);
      if (deletes.length === 0) return;
      await store.commit({ checks, deletes });
    }
  }

  /** Their parts are opened with the bucket's key, which goes with the bucket. */
  async function endPartsJobs(bucketId: BucketId): Promise<void> {
    for (;;) {
      const page = await store.range({ ...keyspace.partsJobsOf(bucketId), limit: 200 });
      for (const { key } of page) await runPartsJob(partsJobOf(key));
      if (page.length === 0) return;
    }
  }

  return {
    find,
    require,
    async hasGone(session, name) {
      const id = found.get(session);
      return id !== undefined && !isSame((await find(openSession(), name))?.id, id);
    },
    async refresh(session, bucket) {
      const now = await find(session, bucket.name);
      if (now === undefined || !isSame(now.id, bucket.id)) throw noSuchBucket(bucket.name);
      return now;
    },
    async setVersioning(session, name, versioning) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const { name: _name, version: _version, check, ...record } = await require(session, name);
        const key = keyspace.bucket(name);
        const system = await liveKeys.local(session, systemScope);
        const row: BucketRecord = { ...record, versioning };
        if ((await store.commit({ checks: [check], sets: [{ key, value: rows.seal(system, key, row) }] })).ok) return;
      }
      throw new OssError('ServiceUnavailable');
    },
    async create(name, record, initial) {
      const key = keyspace.bucket(name);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const id = random(16);
        const local = await newKeys.local(id);
        const pointer = keyspace.liveBucketKey(id, 'local', '');
        const system = await liveKeys.local(openSession(), systemScope, 2 + Object.keys(initial).length);
        const sets = [
          { key, value: rows.seal(system, key, { id, ...record } satisfies BucketRecord) },
          { key: pointer, value: rows.seal(system, pointer, { bucketKeyId: local.key.id, leased: 0, createdAt: record.createdAt }) },
          ...(local.sets ?? []),
          ...initialDocuments(rows, system, id, initial),
        ];
        const result = await store.commit({ checks: [{ key, version: 'absent' }, ...(local.checks ?? [])], sets });
        if (result.ok) return true;
        if (result.failed === 0) return false;
      }
      throw new OssError('ServiceUnavailable');
    },
    async remove(session, name) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const { id, check } = await require(session, name);
        await endPartsJobs(id);
        const mustBeEmpty = [keyspace.objects(id), keyspace.versions(id), keyspace.uploads(id)];
        const empty = mustBeEmpty.map((range) => ({ ...range, empty: true }) as const);
        const { checks, deletes } = await belongings(id);
        const ended = { ...keyspace.partsJobsOf(id), empty: true } as const;
        const result = await store.commit({ checks: [...empty, ended, check, ...checks], deletes: [keyspace.bucket(name), ...deletes] });
        if (result.ok) return removeLeftovers(id);
        if (result.failed < empty.length) throw new OssError('BucketNotEmpty', { details: { BucketName: name } });
      }
      throw new OssError('ServiceUnavailable');
    },
    async list({ prefix, marker, limit }) {
      const all = keyspace.buckets();
      const gte = marker >= prefix && marker !== '' ? afterKey(keyspace.bucket(marker)) : keyspace.bucket(prefix).subarray(0, -1);
      const page = await store.range({ gte, lt: all.lt, limit: limit + 1 });
      const names = page.map(({ key }) => nameOf(key, all) as BucketName).filter((name) => name.startsWith(prefix));
      const session = openSession();
      const listed = await Promise.all(names.slice(0, limit).map((name) => find(session, name)));
      return { buckets: listed.filter((bucket) => bucket !== undefined), next: names.length > limit ? names[limit - 1] : undefined };
    },
  };
}

function isSame(left: BucketId | undefined, right: BucketId): boolean {
  return left !== undefined && equalBytes(left, right);
}

/** 404 `NoSuchBucket` as the service words it. */
export function noSuchBucket(name: string): OssError {
  return new OssError('NoSuchBucket', { details: { BucketName: name } });
}
