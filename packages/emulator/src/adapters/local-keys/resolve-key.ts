import { KeyServiceError, type KeyRef } from '../../ports/key-service.ts';
import { defaultAlias } from './key-rows.ts';
import type { KeyStore } from './key-store.ts';

/** Finds the id that a reference stands for. */
export interface KeyResolver {
  /** The id that a key id, its resource name or an alias stands for; no key need have it. `AliasNotFound`, `InvalidKeyId`. */
  existing(keyRef: KeyRef): Promise<string>;
  /** The same, but that the default key, which the empty reference means as well, is made where it is not there yet. */
  orDefault(keyRef: KeyRef): Promise<string>;
}

const keyRefPattern = /^[A-Za-z0-9_\-./:*]{1,256}$/;
const arnPattern = /^acs:kms:[^:]*:[^:]*:key\/(.+)$/;

export function keyResolver(store: KeyStore): KeyResolver {
  async function existing(keyRef: KeyRef): Promise<string> {
    if (!keyRefPattern.test(keyRef)) throw new KeyServiceError('InvalidKeyId', 'a key id holds letters, digits and -_./: only');
    if (!keyRef.startsWith('alias/')) return arnPattern.exec(keyRef)?.[1] ?? keyRef;
    const alias = await store.findAlias(keyRef);
    if (alias === undefined) throw new KeyServiceError('AliasNotFound', `there is no ${keyRef}`);
    return alias.value.keyId;
  }

  async function makeDefault(): Promise<string> {
    return store.commit(async (session) => {
      const alias = await store.findAlias(defaultAlias, session);
      if (alias !== undefined) return { result: alias.value.keyId };
      const { keyId, ...planned } = store.plan({}, defaultAlias);
      return { result: keyId, ...planned };
    });
  }

  return {
    existing,
    async orDefault(keyRef) {
      if (keyRef !== '' && keyRef !== defaultAlias) return existing(keyRef);
      return (await store.findAlias(defaultAlias))?.value.keyId ?? makeDefault();
    },
  };
}
