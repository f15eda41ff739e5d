import type { DataAlgorithm } from '../primitives/index.ts';
import type { DataEncryption, SseAlgorithm } from './algorithms.ts';

/**
 * How objects are encrypted when a request does not say (protocol reference §1.3), or what a request says.
 * Only KMS has a key id, absent for the default key, and a data cipher, absent for AES-256. A key id is never empty.
 */
export type EncryptionRule =
  | { readonly algorithm: DataAlgorithm; readonly keyId?: never; readonly dataEncryption?: never }
  | { readonly algorithm: 'KMS'; readonly keyId?: string; readonly dataEncryption?: DataEncryption };

/**
 * The rule of three known values, an empty `keyId` being none; `undefined` when a key id comes with another algorithm than KMS.
 * A data cipher with another algorithm than KMS is dropped, as the service does (§1.4, §2.2).
 */
export function combineRule(
  algorithm: SseAlgorithm,
  keyId: string,
  dataEncryption: DataEncryption | undefined,
): EncryptionRule | undefined {
  if (algorithm !== 'KMS') {
    return keyId === '' ? { algorithm } : undefined;
  }
  return { algorithm, ...(keyId === '' ? {} : { keyId }), ...(dataEncryption === undefined ? {} : { dataEncryption }) };
}
