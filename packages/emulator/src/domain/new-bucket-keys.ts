import { deriveRowKey, kmsEncryptionContext, parseBucketKeyRow, sealBucketKeyRow, wrapBucketKey } from '@sse/core/envelope';
import { Fault } from '@sse/core';
import { takeSecretKey } from '@sse/core/primitives';
import type { KeyService } from '../ports/key-service.ts';
import type { Check, OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import type { BucketKey } from './bucket-key.ts';
import { keyspace, type BucketId } from './keyspace.ts';
import type { MasterKeys } from './master-keys.ts';

/** A bucket key that is not stored yet, with what its commit must carry. */
export interface NewBucketKey {
  readonly key: BucketKey;
  readonly checks?: readonly Check[];
  readonly sets?: readonly { readonly key: StoreKey; readonly value: Uint8Array }[];
}

/** Makes bucket keys; nothing is stored before the caller commits. */
export interface NewBucketKeys {
  /** A local key under the active master key. Its commit checks the keyring row, so a rotation that ran meanwhile makes it fail. */
  local(bucketId: BucketId, former?: BucketKey): Promise<NewBucketKey>;
  /** A key wrapped by the KMS key `kmsKeyId`. Rejects with `KeyServiceError`. */
  kms(bucketId: BucketId, kmsKeyId: string, former?: BucketKey): Promise<NewBucketKey>;
}

export interface NewBucketKeysOptions {
  readonly store: OrderedStore;
  readonly masterKeys: MasterKeys;
  readonly kms: () => KeyService;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

export function newBucketKeys({ store, masterKeys, kms, now, random }: NewBucketKeysOptions): NewBucketKeys {
  /** Marks the key that a new one takes over from; envelope.md §4 `closedForNewWrites`. */
  async function closing(former: BucketKey | undefined): Promise<Pick<NewBucketKey, 'checks' | 'sets'>> {
    if (former === undefined) return { checks: [], sets: [] };
    const key = keyspace.bucketKey(former.bucketId, former.id);
    const row = await store.get(key);
    if (row === undefined) throw new Fault('key-missing', 'the key row to be closed is gone');
    const value = sealBucketKeyRow(
      { ...parseBucketKeyRow(row.value, { bucketId: former.bucketId, bucketKeyId: former.id }), closedAt: now() },
      former.key,
    );
    return { checks: [{ key, version: row.version }], sets: [{ key, value }] };
  }

  return {
    async local(bucketId, former) {
      const id = random(16);
      const key = takeSecretKey(random(32));
      const master = await masterKeys.active();
      const wrapped = wrapBucketKey(master.key, { bucketKeyId: id, bucketId, masterKeyVersion: master.version }, key, random(24));
      const row = { scheme: 'local', bucketKeyId: id, bucketId, masterKeyVersion: master.version, wrapped, createdAt: now() } as const;
      const { checks = [], sets = [] } = await closing(former);
      return {
        key: { id, bucketId, key, rowKey: deriveRowKey(key), kmsKeyId: undefined },
        checks: [master.check, ...checks],
        sets: [
          { key: keyspace.bucketKey(bucketId, id), value: sealBucketKeyRow(row, key) },
          { key: keyspace.masterKeyUse(master.version, id), value: new Uint8Array(0) },
          ...sets,
        ],
      };
    },
    async kms(bucketId, kmsKeyId, former) {
      const id = random(16);
      const context = kmsEncryptionContext({ bucketId, bucketKeyId: id });
      const { plaintext, ciphertext, keyId } = await kms().generateDataKey({ keyRef: kmsKeyId, length: 32, context });
      const key = takeSecretKey(plaintext);
      const row = { scheme: 'kms', bucketKeyId: id, bucketId, kmsKeyId: keyId, wrapped: ciphertext, createdAt: now() } as const;
      const { checks = [], sets = [] } = await closing(former);
      return {
        key: { id, bucketId, key, rowKey: undefined, kmsKeyId: keyId },
        checks,
        sets: [{ key: keyspace.bucketKey(bucketId, id), value: sealBucketKeyRow(row, key) }, ...sets],
      };
    },
  };
}
