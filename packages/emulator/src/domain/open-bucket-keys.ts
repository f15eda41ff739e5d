import { Fault } from '@sse/core';
import {
  deriveRowKey,
  kmsEncryptionContext,
  parseBucketKeyRow,
  unwrapBucketKey,
  verifyBucketKeyRow,
  type BucketKeyPlace,
  type BucketKeyRow,
} from '@sse/core/envelope';
import { takeSecretKey, toHex } from '@sse/core/primitives';
import type { KeyService } from '../ports/key-service.ts';
import type { StoreKey, Version } from '../ports/ordered-store.ts';
import type { BucketKey, KeyLimits, Session } from './bucket-key.ts';
import { requireEnabled } from './key-state.ts';
import { keyspace, type BucketId } from './keyspace.ts';
import { lru } from './lru.ts';
import type { MasterKeys } from './master-keys.ts';
import { rowName, type RowReader, type WantedRow } from './row-reader.ts';

/** Which bucket key, and where its row is. */
export interface BucketKeyRef extends BucketKeyPlace {
  readonly key: StoreKey;
  readonly name: string;
}

/** The bucket key `bucketKeyId` of `bucketId`. */
export function bucketKeyRef(bucketId: BucketId, bucketKeyId: Uint8Array): BucketKeyRef {
  const key = keyspace.bucketKey(bucketId, bucketKeyId);
  return { bucketId, bucketKeyId, key, name: rowName(key) };
}

/** Opens bucket keys. */
export interface OpenBucketKeys {
  /**
   * The bucket key of `ref`. Its row (and for KMS the state of the KMS key) is read once a session, also when the plaintext is cached.
   * `Fault('key-missing')` when there is no such row, `KeyServiceError` when the KMS refuses.
   */
  open(session: Session, ref: BucketKeyRef): Promise<BucketKey>;
  /** The key's row, for reading it ahead. */
  wanted(ref: BucketKeyRef): WantedRow;
  /** Lets go of plaintext keys whose time in memory is over; to be called every now and then, for keys that nobody asks for any more. */
  dropExpired(): void;
}

export interface OpenBucketKeysOptions {
  readonly reader: RowReader;
  readonly masterKeys: MasterKeys;
  /** Asked for late: the local key service keeps its own keys in rows that these keys seal. */
  readonly kms: () => KeyService;
  readonly limits: KeyLimits;
  readonly now: () => number;
}

/** Opened keys that stay in memory; each holds about 300 bytes. */
const cacheCapacity = 10_000;

interface CachedKey {
  /** Version of the key row that the entry was read from. */
  readonly version: Version;
  readonly row: BucketKeyRow;
  expiresAt: number;
  opened: Promise<BucketKey> | undefined;
}

export function openBucketKeys({ reader, masterKeys, kms, limits, now }: OpenBucketKeysOptions): OpenBucketKeys {
  const cache = lru<CachedKey>(cacheCapacity);

  async function unwrap(row: BucketKeyRow): Promise<BucketKey> {
    const { bucketKeyId: id, bucketId } = row;
    if (row.scheme === 'kms') {
      const context = kmsEncryptionContext(row);
      const key = takeSecretKey(await kms().decryptDataKey({ keyId: row.kmsKeyId, ciphertext: row.wrapped, context }));
      verifyBucketKeyRow(row, key);
      return { id, bucketId, key, rowKey: undefined, kmsKeyId: row.kmsKeyId };
    }
    const key = unwrapBucketKey(await masterKeys.byVersion(row.masterKeyVersion), row);
    verifyBucketKeyRow(row, key);
    return { id, bucketId, key, rowKey: deriveRowKey(key), kmsKeyId: undefined };
  }

  /** The cached entry when its row has not changed, else a new one from the row. */
  async function entryOf(session: Session, ref: BucketKeyRef): Promise<CachedKey> {
    const { key, name } = ref;
    const cached = cache.get(name);
    const found = await reader.read(session, { key, name, known: cached?.version });
    if (found === undefined) {
      cache.delete(name);
      throw new Fault('key-missing', `bucket key ${toHex(ref.bucketKeyId)} of bucket ${toHex(ref.bucketId)} has no row`);
    }
    if (found === 'unchanged' && cached !== undefined) return cached;
    if (found === 'unchanged') throw new Fault('misuse', 'the store called a row unchanged whose version was not given');
    const entry: CachedKey = { version: found.version, row: parseBucketKeyRow(found.value, ref), expiresAt: 0, opened: undefined };
    cache.set(name, entry);
    return entry;
  }

  /** One opening at a time for each entry; a failure is remembered for a moment, so that a failing KMS is not asked by every request. */
  function openEntry(entry: CachedKey): Promise<BucketKey> {
    if (entry.opened !== undefined && entry.expiresAt > now()) return entry.opened;
    entry.expiresAt = now() + limits.cacheMs;
    entry.opened = unwrap(entry.row);
    entry.opened.catch(() => {
      entry.expiresAt = now() + limits.negativeCacheMs;
    });
    return entry.opened;
  }

  async function readAndOpen(session: Session, ref: BucketKeyRef): Promise<BucketKey> {
    const entry = await entryOf(session, ref);
    if (entry.row.scheme === 'kms') requireEnabled(await kms().describeKey(entry.row.kmsKeyId));
    return openEntry(entry);
  }

  return {
    open(session, ref) {
      let opened = session.opened.get(ref.name);
      if (opened === undefined) {
        opened = readAndOpen(session, ref);
        session.opened.set(ref.name, opened);
      }
      return opened;
    },
    wanted: ({ key, name }) => ({ key, name, known: cache.get(name)?.version }),
    dropExpired() {
      const at = now();
      cache.prune(({ expiresAt }) => expiresAt <= at);
    },
  };
}
