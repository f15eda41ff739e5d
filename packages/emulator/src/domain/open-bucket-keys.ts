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
import type { OrderedStore, Version } from '../ports/ordered-store.ts';
import type { BucketKey, KeyLimits, Session } from './bucket-key.ts';
import { requireEnabled } from './key-state.ts';
import { keyspace, type BucketId } from './keyspace.ts';
import { lru } from './lru.ts';
import type { MasterKeys } from './master-keys.ts';

/** Opens bucket keys by id. */
export interface OpenBucketKeys {
  /**
   * The bucket key `id` of `bucketId`. Its row (and for KMS the state of the KMS key) is read once a session, also when the plaintext is cached.
   * `Fault('key-missing')` when there is no such row, `KeyServiceError` when the KMS refuses.
   */
  open(session: Session, bucketId: BucketId, id: Uint8Array): Promise<BucketKey>;
}

export interface OpenBucketKeysOptions {
  readonly store: OrderedStore;
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

export function openBucketKeys({ store, masterKeys, kms, limits, now }: OpenBucketKeysOptions): OpenBucketKeys {
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
  async function entryOf(name: string, place: BucketKeyPlace): Promise<CachedKey> {
    const cached = cache.get(name);
    const rowKey = keyspace.bucketKey(place.bucketId, place.bucketKeyId);
    const [found] = await store.getMany([rowKey], { known: [cached?.version] });
    if (found === undefined) {
      cache.delete(name);
      throw new Fault('key-missing', `bucket key ${name} has no row`);
    }
    if (found === 'unchanged' && cached !== undefined) return cached;
    if (found === 'unchanged') throw new Fault('misuse', 'the store called a row unchanged whose version was not given');
    const entry: CachedKey = { version: found.version, row: parseBucketKeyRow(found.value, place), expiresAt: 0, opened: undefined };
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

  async function readAndOpen(name: string, bucketId: BucketId, id: Uint8Array): Promise<BucketKey> {
    const entry = await entryOf(name, { bucketId, bucketKeyId: id });
    if (entry.row.scheme === 'kms') requireEnabled(await kms().describeKey(entry.row.kmsKeyId));
    return openEntry(entry);
  }

  return {
    open(session, bucketId, id) {
      const name = `${toHex(bucketId)}/${toHex(id)}`;
      let opened = session.get(name);
      if (opened === undefined) {
        opened = readAndOpen(name, bucketId, id);
        session.set(name, opened);
      }
      return opened;
    },
  };
}
