import { RpcError } from '@sse/core';
import { requireState } from '../../domain/kms/state-rules.ts';
import type { KmsKeys } from '../../domain/kms/kms-keys.ts';
import { keyAddress, publicKeyOf, type KeyRow, type KeyVersionRow } from './key-rows.ts';
import type { KeyStore, KeyStoreOptions } from './key-store.ts';

/** Versions of one key; its row has all of them. */
const mostVersions = 1000;

/** Changes of single keys: each judges the state of the row that it replaces. */
export function keyChanges(
  store: KeyStore,
  { now, random }: Pick<KeyStoreOptions, 'now' | 'random'>,
): Pick<KmsKeys, 'create' | 'change' | 'addVersion'> {
  return {
    create: (traits) =>
      store.commit(async () => {
        const { keyId, row, ...planned } = store.plan(traits);
        return { result: publicKeyOf(keyId, row), ...planned };
      }),
    change: (keyId, operation, amend) =>
      store.commit(async (session) => {
        const { value, version } = await store.require(keyId, session);
        requireState(operation, value.state);
        const row: KeyRow = { ...value, ...amend(publicKeyOf(keyId, value)) };
        const { key } = keyAddress(keyId);
        return { result: publicKeyOf(keyId, row), checks: [{ key, version }], sets: [{ key, value: row }] };
      }),
    addVersion: (keyId) =>
      store.commit(async (session) => {
        const { value, version } = await store.require(keyId, session);
        requireState('CreateKeyVersion', value.state);
        const row = rotated(value, { id: random(16), material: random(32), createdAt: now() });
        const { key } = keyAddress(keyId);
        const [{ id, createdAt }] = publicKeyOf(keyId, row).versions;
        return { result: { id, createdAt }, checks: [{ key, version }], sets: [{ key, value: row }] };
      }),
  };
}

/** The row with a version that encrypts from now on; 400 `Rejected.LimitExceeded`. */
export function rotated(row: KeyRow, version: KeyVersionRow): KeyRow {
  if (row.versions.length >= mostVersions) throw new RpcError('Rejected.LimitExceeded', `A key has at most ${mostVersions} versions.`);
  return { ...row, versions: [version, ...row.versions] };
}
