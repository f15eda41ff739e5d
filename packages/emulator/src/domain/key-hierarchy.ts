import { Fault } from '@sse/core';
import { addMasterKey, emptyKeyring, sealKeyring } from '@sse/core/envelope';
import { takeSecretKey, type SecretKey } from '@sse/core/primitives';
import type { KeyService } from '../ports/key-service.ts';
import type { OrderedStore } from '../ports/ordered-store.ts';
import type { KeyLimits } from './bucket-key.ts';
import { keyspace, systemScope } from './keyspace.ts';
import { liveBucketKeys, type LiveBucketKeys } from './live-bucket-keys.ts';
import { masterKeys, type MasterKeys } from './master-keys.ts';
import { newBucketKeys, type NewBucketKeys } from './new-bucket-keys.ts';
import { openBucketKeys, type OpenBucketKeys } from './open-bucket-keys.ts';
import { rowReader } from './row-reader.ts';
import { sealedRows, type SealedRows } from './sealed-rows.ts';

/** The keys of one store, from the root key down (envelope.md §1), and the rows that they seal. */
export interface KeyHierarchy {
  readonly masterKeys: MasterKeys;
  readonly bucketKeys: OpenBucketKeys;
  readonly newKeys: NewBucketKeys;
  readonly liveKeys: LiveBucketKeys;
  readonly rows: SealedRows;
}

export interface KeyHierarchyOptions {
  readonly store: OrderedStore;
  readonly rootKey: SecretKey;
  /** Asked for late, because the local key service stands on these keys. */
  readonly kms: () => KeyService;
  readonly limits: KeyLimits;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Opens the hierarchy; the first time it makes the keyring and the system scope's key in one commit. `Fault('not-authentic')` under a wrong root key. */
export async function openKeyHierarchy(options: KeyHierarchyOptions): Promise<KeyHierarchy> {
  const { store, rootKey, now, random } = options;
  await ensureKeyring();
  const master = masterKeys(options);
  await master.active();
  const reader = rowReader(store);
  const bucketKeys = openBucketKeys({ ...options, reader, masterKeys: master });
  const newKeys = newBucketKeys({ ...options, masterKeys: master });
  const rows = sealedRows({ reader, bucketKeys, random });
  await ensureSystemKey();
  return { masterKeys: master, bucketKeys, newKeys, rows, liveKeys: liveBucketKeys({ ...options, rows, bucketKeys, newKeys }) };

  async function ensureKeyring(): Promise<void> {
    const key = keyspace.keyring();
    if ((await store.get(key)) !== undefined) return;
    const [other] = await store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(0xff), limit: 1 });
    if (other !== undefined && (await store.get(key)) === undefined)
      throw new Fault('configuration', 'the store holds data but no keyring: restore it from a copy of the data folder');
    const keyring = addMasterKey(emptyKeyring(random(16)), { key: takeSecretKey(random(32)), createdAt: now() });
    const value = sealKeyring(keyring, { protector: { kind: 'raw' }, rootKey, salt: random(24) });
    await store.commit({ checks: [{ key, version: 'absent' }], sets: [{ key, value }] });
  }

  async function ensureSystemKey(): Promise<void> {
    const pointer = keyspace.liveBucketKey(systemScope, 'local', '');
    if ((await store.get(pointer)) !== undefined) return;
    const { key, checks = [], sets = [] } = await newKeys.local(systemScope);
    const value = rows.seal(key, pointer, { bucketKeyId: key.id, leased: 0, createdAt: now() });
    await store.commit({ checks: [{ key: pointer, version: 'absent' }, ...checks], sets: [...sets, { key: pointer, value }] });
  }
}
