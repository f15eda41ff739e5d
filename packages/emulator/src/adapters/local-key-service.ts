import type { KmsKeys } from '../domain/kms/kms-keys.ts';
import { KeyServiceError, type KeyService } from '../ports/key-service.ts';
import { aliasChanges } from './local-keys/alias-changes.ts';
import { runDueKeys, type DueKeys } from './local-keys/due-keys.ts';
import { keyChanges } from './local-keys/key-changes.ts';
import { publicKeyOf } from './local-keys/key-rows.ts';
import { keyStore, type KeyStoreOptions } from './local-keys/key-store.ts';
import { keyUse } from './local-keys/key-use.ts';
import { describeKey, operatorKeys, type OperatorKeys } from './local-keys/operator-keys.ts';
import { keyResolver } from './local-keys/resolve-key.ts';

/** A key service inside the server's own store, with what its users and its operator can do. */
export interface LocalKeyService extends KeyService, OperatorKeys {
  /** What the KMS interface does to the same keys. */
  readonly kmsKeys: KmsKeys;
  /** One round over keys that wait for their deletion or rotation. */
  runDueKeys(): Promise<DueKeys>;
}

/** Keys live in rows sealed under the system scope; data keys are wrapped as envelope messages bound to key, version and context. */
export function localKeyService(options: KeyStoreOptions): LocalKeyService {
  const { random } = options;
  const store = keyStore(options);
  const resolve = keyResolver(store);
  const use = keyUse(store, options);

  const kmsKeys: KmsKeys = {
    ...keyChanges(store, options),
    ...use,
    resolve: (keyRef) => resolve.existing(keyRef),
    async find(keyId) {
      const stored = await store.find(keyId);
      return stored && publicKeyOf(keyId, stored.value);
    },
    keyIds: () => store.keyIds(),
    aliases: aliasChanges(store),
    random,
  };
  return {
    ...operatorKeys(store, resolve),
    kmsKeys,
    runDueKeys: () => runDueKeys(store, options),
    describeKey: async (keyRef) => describeKey(store, await resolve.orDefault(keyRef)),
    async generateDataKey({ keyRef, length, context }) {
      const keyId = await resolve.orDefault(keyRef);
      const plaintext = random(length);
      const { ciphertext } = await use.wrap({ keyId, plaintext, context });
      return { keyId, plaintext, ciphertext };
    },
    async decryptDataKey({ keyId, ciphertext, context }) {
      if (use.keyOf(ciphertext) !== keyId) throw new KeyServiceError('InvalidCiphertext', 'the ciphertext is of another key');
      return (await use.unwrap({ ciphertext, context })).plaintext;
    },
    health: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
