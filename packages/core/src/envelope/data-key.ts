import { AEAD, type DataAlgorithm, expandKey, type SecretKey } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { requireId } from './ids.ts';

/** Length of a data key of an object (DEK) in bytes, whatever its data algorithm. */
export const dekLength = 32;

const dataContext = contextFor('data');
const extentIdContext = contextFor('extent');

/** The input key of an object's extents: 32 bytes for AES256, 16 for SM4, derived from its DEK (docs/spec/envelope.md, "Data"). */
export function deriveDataKey(dek: SecretKey, algorithm: DataAlgorithm): SecretKey {
  const { name, keyLength } = AEAD[algorithm];
  return expandKey(dek, dataContext(name), keyLength);
}

/** The context of an extent's message; `extentId` is 16 random bytes, fresh for every attempt to write bytes. */
export function extentContext(extentId: Uint8Array): Uint8Array {
  requireId(extentId, 'extent id');
  return extentIdContext(extentId);
}
