import { randomUUID } from 'node:crypto';
import { openSession, type Session } from '../../domain/bucket-key.ts';
import type { KeyHierarchy } from '../../domain/key-hierarchy.ts';
import { afterKey, keyspace, nameOf } from '../../domain/keyspace.ts';
import type { KmsKeyTraits } from '../../domain/kms/kms-key.ts';
import { changeRam, type ChangeRam } from '../../domain/ram/change-ram.ts';
import type { Stored } from '../../domain/sealed-rows.ts';
import { KeyServiceError } from '../../ports/key-service.ts';
import type { Check, KeyRange, OrderedStore, StoreKey } from '../../ports/ordered-store.ts';
import { aliasAddress, keyAddress, type AliasRow, type KeyRow } from './key-rows.ts';

export interface KeyStoreOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** A key that is not stored yet. */
interface PlannedKey {
  readonly keyId: string;
  readonly row: KeyRow;
  readonly checks: readonly Check[];
  readonly sets: readonly { readonly key: StoreKey; readonly value: KeyRow | AliasRow }[];
}

/** The rows of keys and aliases. */
export interface KeyStore {
  /** The key; `NotFound`. */
  require(keyId: string, session?: Session): Promise<Stored<KeyRow>>;
  find(keyId: string, session?: Session): Promise<Stored<KeyRow> | undefined>;
  findAlias(alias: string, session?: Session): Promise<Stored<AliasRow> | undefined>;
  /** A new enabled key, with an alias that nothing has yet, where one is given. */
  plan(traits: Omit<KmsKeyTraits, 'state'>, alias?: string): PlannedKey;
  /** Plans a change from rows as they are, and commits it. */
  readonly commit: ChangeRam;
  keyIds(): Promise<readonly string[]>;
  aliases(): Promise<readonly string[]>;
}

const pageSize = 500;

export function keyStore({ store, keys, now, random }: KeyStoreOptions): KeyStore {
  const { rows } = keys;

  async function names(range: KeyRange): Promise<readonly string[]> {
    const found: string[] = [];
    for (let { gte } = range; ;) {
      const page = await store.range({ gte, lt: range.lt, limit: pageSize });
      found.push(...page.map(({ key }) => nameOf(key, range)));
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return found;
      gte = afterKey(last.key);
    }
  }

  const find: KeyStore['find'] = (keyId, session = openSession()) => rows.read<KeyRow>(session, keyAddress(keyId));
  return {
    find,
    async require(keyId, session) {
      const stored = await find(keyId, session);
      if (stored === undefined) throw new KeyServiceError('NotFound', `there is no key ${keyId}`);
      return stored;
    },
    findAlias: (alias, session = openSession()) => rows.read<AliasRow>(session, aliasAddress(alias)),
    plan(traits, alias) {
      const keyId = randomUUID();
      const { key } = keyAddress(keyId);
      const versions = [{ id: random(16), material: random(32) }];
      const row: KeyRow = { ...traits, state: 'Enabled', createdAt: now(), aliases: alias === undefined ? [] : [alias], versions };
      const own = { keyId, row, checks: [{ key, version: 'absent' as const }], sets: [{ key, value: row }] };
      if (alias === undefined) return own;
      const { key: aliasKey } = aliasAddress(alias);
      const checks = [...own.checks, { key: aliasKey, version: 'absent' as const }];
      return { keyId, row, checks, sets: [...own.sets, { key: aliasKey, value: { keyId } }] };
    },
    commit: changeRam({ store, keys }),
    keyIds: () => names(keyspace.kmsKeys()),
    aliases: () => names(keyspace.kmsAliases()),
  };
}
