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

/** The keyring as one read found it. */
export interface CurrentKeyring {
  readonly active: UsableMasterKey;
  /** All versions with their state. */
  readonly keys: Keyring['keys'];
  /** Makes a commit fail when the keyring has changed since. */
  readonly check: Check;
  /** A master key by version; `Fault('key-missing')` when this keyring does not have it. */
  readonly keyOf: (version: number) => SecretKey;
}

/** The master keys of the keyring row, opened with the root key (envelope.md §6). */
export interface MasterKeys {
  /** The keyring, read afresh. */
  current(): Promise<CurrentKeyring>;
  /** The master key that wraps new bucket keys, read afresh, and the check that a commit which relies on it must carry. */
  active(): Promise<UsableMasterKey & { readonly check: Check }>;
  /** A master key by version; one that is not known yet makes the keyring be read once more. `Fault('key-missing')` when it is still not there. */
  byVersion(version: number): Promise<SecretKey>;
  /** Makes a new active master key, durable when it resolves, and gives its version; the former one only opens from then on. */
  add(now: number): Promise<number>;
  /** Destroys the key of `version`, provided that `checks` hold in the same commit; false when they did not. */
  destroy(version: number, checks: readonly Check[]): Promise<boolean>;
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

  function requireKey(keyring: Keyring, version: number): SecretKey {
    const found = masterKeyOf(keyring, version);
    if (found === undefined) throw new Fault('key-missing', `master key version ${version} is not in the keyring`);
    return found.key;
  }

  async function current(): Promise<CurrentKeyring> {
    const { keyring, version } = await load();
    return {
      active: requireActive(keyring),
      keys: keyring.keys,
      check: { key: keyspace.keyring(), version },
      keyOf: (wanted) => requireKey(keyring, wanted),
    };
  }

  return {
    current,
    async active() {
      const { active, check } = await current();
      return { ...active, check };
    },
    async byVersion(version) {
      const found = known && masterKeyOf(known.keyring, version);
      return found?.key ?? requireKey((await load()).keyring, version);
    },
    async add(now) {
      return requireActive(await replace((keyring) => addMasterKey(keyring, { key: takeSecretKey(random(32)), createdAt: now }))).version;
    },
    destroy: async (version, checks) => (await replace((keyring) => destroyMasterKey(keyring, version), checks)) !== undefined,
  };
}
