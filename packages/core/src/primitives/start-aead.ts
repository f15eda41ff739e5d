import { AEAD, type Aead, type DataAlgorithm } from './aead.ts';
import { hasNativeGcm, nativeGcm } from './gcm-native.ts';
import { keyLength, type SecretKey } from './secret-key.ts';
import { composedSm4Gcm } from './sm4-gcm-composed.ts';

const sm4Gcm: string = 'sm4-gcm';

const starters = {
  AES256: (key) => nativeGcm('aes-256-gcm', key),
  // Node 26 has SM4-GCM, 22 and 24 have not; both ways give the same bytes.
  SM4: (key) => (hasNativeGcm(sm4Gcm) ? nativeGcm(sm4Gcm, key) : composedSm4Gcm(key)),
} as const satisfies Record<DataAlgorithm, (key: SecretKey) => Aead>;

/** Starts the AEAD that `algorithm` names under `key`; throws `RangeError` when the key's length is not the algorithm's. */
export function startAead(algorithm: DataAlgorithm, key: SecretKey): Aead {
  const expected = AEAD[algorithm].keyLength;
  if (keyLength(key) !== expected) throw new RangeError(`expected a key of ${expected} bytes for ${algorithm}, got ${keyLength(key)}`);
  return starters[algorithm](key);
}
