import { Fault, OssError } from '@sse/core';
import type { BucketAcl, EncryptionRule } from '@sse/core';
import { storeLimits, type Check, type Commit, type StoreKey } from '../ports/ordered-store.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { CommitInBucket } from './commit-in-bucket.ts';
import { keyspace, systemScope, type BucketId } from './keyspace.ts';
import type { LiveBucketKeys } from './live-bucket-keys.ts';
import type { OptionalDocuments } from './optional-documents.ts';
import type { RowAddress, SealedRows } from './sealed-rows.ts';

/**
 * The documents that every bucket has, by sub-resource. They are written when the bucket is made, also when they say "none":
 * a row that is gone is damage and fails closed, never "no rule" (envelope.md §8, "a bucket rule removed in the store").
 */
export interface BucketDocuments {
  /** `rule` is absent when uploads are encrypted only where they ask for it. */
  readonly encryption: { readonly rule?: EncryptionRule };
  /** Who has access besides the account; `policy` is the bucket policy, as JSON text that was parsed before, absent where there is none. */
  readonly acl: { readonly grant: BucketAcl; readonly policy?: string };
}

type DocumentName = keyof BucketDocuments;
type OptionalName = keyof OptionalDocuments;

/** What an update makes of a document; `undefined` stands for none. */
export type ChangeDocument<N extends OptionalName> = (value: OptionalDocuments[N] | undefined) => OptionalDocuments[N] | undefined;

/** Changes throw 404 `NoSuchBucket` when the bucket is gone. */
export interface Documents {
  /** `Fault('not-authentic')` when the document is not there or was altered. */
  read<N extends DocumentName>(session: Session, bucketId: BucketId, name: N): Promise<BucketDocuments[N]>;
  write<N extends DocumentName>(session: Session, bucket: Bucket, name: N, value: BucketDocuments[N]): Promise<void>;
  /** Changes a part of a document, from what it is at that moment. */
  amend<N extends DocumentName>(
    session: Session,
    bucket: Bucket,
    name: N,
    change: (value: BucketDocuments[N]) => BucketDocuments[N],
  ): Promise<void>;
  /** A document that a bucket may lack; `undefined` when it does. */
  find<N extends OptionalName>(session: Session, bucketId: BucketId, name: N): Promise<OptionalDocuments[N] | undefined>;
  /** Changes a document that a bucket may lack, from what it is at that moment; 400 `EntityTooLarge` when it is longer than a row may be. */
  update<N extends OptionalName>(session: Session, bucket: Bucket, name: N, change: ChangeDocument<N>): Promise<void>;
}

export interface DocumentsOptions {
  readonly rows: SealedRows;
  readonly liveKeys: LiveBucketKeys;
  readonly commitIn: CommitInBucket;
}

/** A change that lost to another one is made again this often. */
const attempts = 20;

export function documents({ rows, liveKeys, commitIn }: DocumentsOptions): Documents {
  const address = (bucketId: BucketId, name: string): RowAddress => ({ scope: systemScope, key: keyspace.document(bucketId, name) });

  async function sealed(session: Session, key: StoreKey, document: object): Promise<Uint8Array> {
    const value = rows.seal(await liveKeys.local(session, systemScope), key, document);
    if (value.length > storeLimits.valueBytes) throw new OssError('EntityTooLarge');
    return value;
  }

  async function replace<T extends object>(
    session: Session,
    bucket: Bucket,
    name: string,
    change: (value: T | undefined) => T | undefined,
  ): Promise<void> {
    const { scope, key } = address(bucket.id, name);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const stored = await rows.read<T>(session, { scope, key });
      const value = change(stored?.value);
      const unchanged: Check = { key, version: stored?.version ?? 'absent' };
      const changes = value === undefined ? { deletes: [key] } : { sets: [{ key, value: await sealed(session, key, value) }] };
      if ((await commitIn(session, bucket, { checks: [unchanged], ...changes })).ok) return;
    }
    throw new OssError('ServiceUnavailable');
  }

  return {
    async read<N extends DocumentName>(session: Session, bucketId: BucketId, name: N) {
      const stored = await rows.read<BucketDocuments[N]>(session, address(bucketId, name));
      if (stored === undefined) throw gone(name);
      return stored.value;
    },
    async write(session, bucket, name, value) {
      const { key } = address(bucket.id, name);
      await commitIn(session, bucket, { sets: [{ key, value: await sealed(session, key, value) }] });
    },
    async find<N extends OptionalName>(session: Session, bucketId: BucketId, name: N) {
      return (await rows.read<OptionalDocuments[N]>(session, address(bucketId, name)))?.value;
    },
    async amend<N extends DocumentName>(
      session: Session,
      bucket: Bucket,
      name: N,
      change: (value: BucketDocuments[N]) => BucketDocuments[N],
    ) {
      await replace<BucketDocuments[N]>(session, bucket, name, (value) => {
        if (value === undefined) throw gone(name);
        return change(value);
      });
    },
    update: (session, bucket, name, change) => replace(session, bucket, name, change),
  };
}

function gone(name: string): Fault {
  return new Fault('not-authentic', `the bucket's ${name} document is gone from the store`);
}

/** The rows of a new bucket's documents, sealed under `system`, the system scope's live key. */
export function initialDocuments(
  rows: SealedRows,
  system: BucketKey,
  bucketId: BucketId,
  values: BucketDocuments,
): NonNullable<Commit['sets']> {
  return Object.entries(values).map(([name, value]: [string, object]) => {
    const key = keyspace.document(bucketId, name);
    return { key, value: rows.seal(system, key, value) };
  });
}
