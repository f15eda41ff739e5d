import { RpcError } from '@sse/core';
import type { Session } from '../../domain/bucket-key.ts';
import { requireState } from '../../domain/kms/state-rules.ts';
import type { KmsAliases } from '../../domain/kms/kms-keys.ts';
import type { RamChange } from '../../domain/ram/change-ram.ts';
import type { Stored } from '../../domain/sealed-rows.ts';
import { aliasAddress, keyAddress, type AliasRow, type KeyRow } from './key-rows.ts';
import type { KeyStore } from './key-store.ts';

/** Aliases of one key; its row lists them. */
const mostAliases = 100;

/** Changes of aliases: the row of the alias and those of the keys that gain or lose it change in one commit. */
export function aliasChanges(store: KeyStore): KmsAliases {
  async function requireAlias(alias: string, session: Session): Promise<Stored<AliasRow>> {
    const stored = await store.findAlias(alias, session);
    if (stored === undefined) throw new RpcError('Forbidden.AliasNotFound');
    return stored;
  }

  return {
    list: () => store.aliases(),
    create: (alias, keyId) =>
      store.commit(async (session) => {
        const key = await store.require(keyId, session);
        requireState('CreateAlias', key.value.state);
        if ((await store.findAlias(alias, session)) !== undefined) throw new RpcError('AliasAlreadyExists');
        return joined(named(alias, 'absent', keyId), gaining(keyId, key, alias));
      }),
    update: (alias, keyId) =>
      store.commit(async (session) => {
        const { value, version } = await requireAlias(alias, session);
        const key = await store.require(keyId, session);
        requireState('UpdateAlias', key.value.state);
        if (value.keyId === keyId) return { result: undefined };
        const former = await store.require(value.keyId, session);
        return joined(named(alias, version, keyId), gaining(keyId, key, alias), losing(value.keyId, former, alias));
      }),
    delete: (alias) =>
      store.commit(async (session) => {
        const { value, version } = await requireAlias(alias, session);
        const { key } = aliasAddress(alias);
        const removed = { result: undefined, checks: [{ key, version }], deletes: [key] };
        return joined(removed, losing(value.keyId, await store.require(value.keyId, session), alias));
      }),
  };
}

type Change = RamChange<void>;

function joined(...changes: readonly Change[]): Change {
  return {
    result: undefined,
    checks: changes.flatMap(({ checks = [] }) => checks),
    sets: changes.flatMap(({ sets = [] }) => sets),
    deletes: changes.flatMap(({ deletes = [] }) => deletes),
  };
}

function named(alias: string, version: Stored<AliasRow>['version'] | 'absent', keyId: string): Change {
  const { key } = aliasAddress(alias);
  return { result: undefined, checks: [{ key, version }], sets: [{ key, value: { keyId } satisfies AliasRow }] };
}

function gaining(keyId: string, stored: Stored<KeyRow>, alias: string): Change {
  const { aliases } = stored.value;
  if (aliases.length >= mostAliases) throw new RpcError('Rejected.LimitExceeded', `A key has at most ${mostAliases} aliases.`);
  return withAliases(keyId, stored, [...aliases, alias]);
}

function losing(keyId: string, stored: Stored<KeyRow>, alias: string): Change {
  const left = stored.value.aliases.filter((name) => name !== alias);
  return withAliases(keyId, stored, left);
}

function withAliases(keyId: string, { value, version }: Stored<KeyRow>, aliases: readonly string[]): Change {
  const { key } = keyAddress(keyId);
  return { result: undefined, checks: [{ key, version }], sets: [{ key, value: { ...value, aliases } satisfies KeyRow }] };
}
