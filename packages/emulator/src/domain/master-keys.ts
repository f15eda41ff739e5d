import { Fault } from '@sse/core';
import {
  activeMasterKey,
  addMasterKey,
  destroyMasterKey,
  masterKeyOf,
  openKeyring,
  parseKeyring,
  sealKeyring,
  type Keyring,
  type UsableMasterKey,
} from '@sse/core/envelope';
import { takeSecretKey, type SecretKey } from '@sse/core/primitives';
import type { Check, OrderedStore, Version } from '../ports/ordered-store.ts';
import { keyspace } from './keyspace.ts';

/** The master keys of the keyring row, opened with the root key (envelope.md §6). */
export interface MasterKeys {
  /** The master key that wraps new bucket keys, read afresh, and the check that a commit which relies on it must carry. */
  active(): Promise<UsableMasterKey & { readonly check: Check }>;
  /** A master key by version; one that is not known yet makes the keyring be read once more. `Fault('key-missing')` when it is still not there. */
  byVersion(version: number): Promise<SecretKey>;
  /** Makes a new active master key, durable when it resolves, and gives its version; the former one only opens from then on. */
  add(now: number): Promise<number>;
  /** Destroys the key of `version`, provided that `checks` hold in the same commit; false when they did not. */
  destroy(version: number, checks: readonly Check[]): Promise<boolean>;
  /** All versions with their state, read afresh. */
  list(): Promise<Keyring['keys']>;
}

export interface MasterKeysOptions {
  readonly store: OrderedStore;
  readonly rootKey: SecretKey;
  readonly random: (length: number) => Uint8Array;
}

export function masterKeys({ store, rootKey, random }: MasterKeysOptions): MasterKeys {
  let known: { readonly keyring: Keyring; readonly version: Version } | undefined;

  async function load(): Promise<{ keyring: Keyring; version: Version }> {
    const row = await store.get(keyspace.keyring());
    if (row === undefined) throw new Fault('key-missing', 'the store has no keyring row');
    if (known?.version !== row.version) known = { keyring: openKeyring(parseKeyring(row.value), rootKey), version: row.version };
    return known;
  }

  async function replace(change: (keyring: Keyring) => Keyring, checks: readonly Check[] = []): Promise<Keyring | undefined> {
    for (;;) {
      const { keyring, version } = await load();
      const changed = change(keyring);
      const value = sealKeyring(changed, { protector: { kind: 'raw' }, rootKey, salt: random(24) });
      const own: Check = { key: keyspace.keyring(), version };
      const result = await store.commit({ checks: [own, ...checks], sets: [{ key: keyspace.keyring(), value }] });
      if (result.ok) return changed;
      if (result.failed > 0) return undefined;
    }
  }

  function requireActive(keyring: Keyring | undefined): UsableMasterKey {
    const active = keyring && activeMasterKey(keyring);
    if (active === undefined) throw new Fault('key-missing', 'the keyring has no active master key');
    return active;
  }

  return {
    async active() {
      const { keyring, version } = await load();
      return { ...requireActive(keyring), check: { key: keyspace.keyring(), version } };
    },
    async byVersion(version) {
      const found = (known && masterKeyOf(known.keyring, version)) ?? masterKeyOf((await load()).keyring, version);
      if (found === undefined) throw new Fault('key-missing', `master key version ${version} is not in the keyring`);
      return found.key;
    },
    async add(now) {
      return requireActive(await replace((keyring) => addMasterKey(keyring, { key: takeSecretKey(random(32)), createdAt: now }))).version;
    },
    destroy: async (version, checks) => (await replace((keyring) => destroyMasterKey(keyring, version), checks)) !== undefined,
    list: async () => (await load()).keyring.keys,
  };
}
