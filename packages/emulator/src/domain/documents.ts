import { Fault } from '@sse/core';
import type { EncryptionRule } from '@sse/core';
import type { Commit, OrderedStore } from '../ports/ordered-store.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import { keyspace, systemScope, type BucketId } from './keyspace.ts';
import type { LiveBucketKeys } from './live-bucket-keys.ts';
import type { SealedRows } from './sealed-rows.ts';

export type BucketAcl = 'private' | 'public-read' | 'public-read-write';

/**
 * The documents of a bucket by sub-resource. Every one is written when the bucket is made, also when it says "none":
 * a row that is gone is damage and fails closed, never "no rule" (envelope.md §8, "a bucket rule removed in the store").
 */
export interface BucketDocuments {
  /** `rule` is absent when uploads are encrypted only where they ask for it. */
  readonly encryption: { readonly rule?: EncryptionRule };
  readonly acl: { readonly grant: BucketAcl };
}

type DocumentName = keyof BucketDocuments;

export interface Documents {
  /** `Fault('not-authentic')` when the document is not there or was altered. */
  read<N extends DocumentName>(session: Session, bucketId: BucketId, name: N): Promise<BucketDocuments[N]>;
  /** The rows of a new bucket's documents, sealed under `system`, the system scope's live key. */
  initial(system: BucketKey, bucketId: BucketId, documents: BucketDocuments): NonNullable<Commit['sets']>;
  /** Replaces a document; false when `checks` (the bucket row) no longer hold. */
  write<N extends DocumentName>(
    session: Session,
    bucketId: BucketId,
    name: N,
    value: BucketDocuments[N],
    checks: NonNullable<Commit['checks']>,
  ): Promise<boolean>;
}

export interface DocumentsOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
  readonly liveKeys: LiveBucketKeys;
}

export function documents({ store, rows, liveKeys }: DocumentsOptions): Documents {
  return {
    async read<N extends DocumentName>(session: Session, bucketId: BucketId, name: N) {
      const key = keyspace.document(bucketId, name);
      const stored = await rows.read<BucketDocuments[N]>(session, { scope: systemScope, key });
      if (stored === undefined) throw new Fault('not-authentic', `the bucket's ${name} document is gone from the store`);
      return stored.value;
    },
    initial: (system, bucketId, values) =>
      Object.entries(values).map(([name, value]: [string, object]) => {
        const key = keyspace.document(bucketId, name);
        return { key, value: rows.seal(system, key, value) };
      }),
    async write(session, bucketId, name, value, checks) {
      const key = keyspace.document(bucketId, name);
      const system = await liveKeys.local(session, systemScope);
      return (await store.commit({ checks, sets: [{ key, value: rows.seal(system, key, value) }] })).ok;
    },
  };
}
