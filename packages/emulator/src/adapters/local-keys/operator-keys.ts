import { isAliasName } from '../../domain/kms/alias-name.ts';
import { KeyServiceError, type KeyDescription, type KeyRef, type KeyState } from '../../ports/key-service.ts';
import { defaultAlias, keyAddress } from './key-rows.ts';
import type { KeyStore } from './key-store.ts';
import type { KeyResolver } from './resolve-key.ts';

/** What the operator of a server can do to its keys. */
export interface OperatorKeys {
  /** A new enabled key, with an alias where one is given (`alias/…`, not in use yet: `InvalidKeyId` otherwise). */
  createKey(options?: { readonly alias?: string | undefined }): Promise<KeyDescription>;
  listKeys(): Promise<readonly KeyDescription[]>;
  /** Whatever the state is now. A key that is made to wait for its deletion so waits forever. */
  setKeyState(keyRef: KeyRef, state: KeyState): Promise<void>;
}

/** By its id; `NotFound`. */
export async function describeKey(store: KeyStore, keyId: string): Promise<KeyDescription> {
  const { state, createdAt, aliases } = (await store.require(keyId)).value;
  return { keyId, state, createdAt, aliases, isDefault: aliases.includes(defaultAlias) };
}

export function operatorKeys(store: KeyStore, resolve: KeyResolver): OperatorKeys {
  return {
    async createKey({ alias } = {}) {
      if (alias !== undefined && !isAliasName(alias)) {
        const rule = 'an alias is alias/ and 1 to 200 of letters, digits, - _ and /, and does not begin with alias/acs/';
        throw new KeyServiceError('InvalidKeyId', rule);
      }
      const keyId = await store.commit(async (session) => {
        if (alias !== undefined && (await store.findAlias(alias, session)) !== undefined)
          throw new KeyServiceError('InvalidKeyId', `${alias} names a key already`);
        const { keyId: result, checks, sets } = store.plan({}, alias);
        return { result, checks, sets };
      });
      return describeKey(store, keyId);
    },
    listKeys: async () => Promise.all((await store.keyIds()).map((keyId) => describeKey(store, keyId))),
    async setKeyState(keyRef, state) {
      const keyId = await resolve.orDefault(keyRef);
      await store.commit(async (session) => {
        const { value, version } = await store.require(keyId, session);
        const { key } = keyAddress(keyId);
        return { result: undefined, checks: [{ key, version }], sets: [{ key, value: { ...value, state, deleteAt: undefined } }] };
      });
    },
  };
}
