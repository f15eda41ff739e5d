import { requireEnabled } from '../../domain/key-state.ts';
import type { KmsKeys } from '../../domain/kms/kms-keys.ts';
import { KeyServiceError } from '../../ports/key-service.ts';
import { uuidOf, type KeyRow } from './key-rows.ts';
import type { KeyStore, KeyStoreOptions } from './key-store.ts';
import { parseCiphertext, unwrapBytes, wrapBytes } from './wrapped-bytes.ts';

/** Encryption and decryption under enabled keys. */
export function keyUse(store: KeyStore, { random }: Pick<KeyStoreOptions, 'random'>): Pick<KmsKeys, 'wrap' | 'unwrap' | 'keyOf'> {
  async function usable(keyId: string): Promise<KeyRow> {
    const { value } = await store.require(keyId);
    requireEnabled({ keyId, state: value.state });
    return value;
  }

  return {
    async wrap({ keyId, plaintext, context }) {
      const [version] = (await usable(keyId)).versions;
      if (version === undefined) throw new KeyServiceError('Unavailable', `key ${keyId} has no version`);
      return { keyId, versionId: uuidOf(version.id), ciphertext: wrapBytes(keyId, version, { plaintext, context, salt: random(24) }) };
    },
    async unwrap({ ciphertext, context }) {
      const parsed = parseCiphertext(ciphertext);
      const { plaintext, version } = unwrapBytes(await usable(parsed.keyId), parsed, context);
      return { plaintext, versionId: uuidOf(version.id) };
    },
    keyOf: (ciphertext) => parseCiphertext(ciphertext).keyId,
  };
}
