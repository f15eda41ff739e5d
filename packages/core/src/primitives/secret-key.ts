import { createSecretKey } from 'node:crypto';
import { isSecretKey, keyObject } from './key-object.ts';

declare const opaque: unique symbol;

/**
 * A secret key whose bytes stay outside the JavaScript heap.
 * It shows nothing when it is logged or serialised; only functions of this folder use it.
 */
export interface SecretKey {
  readonly [opaque]: true;
}

/** A key of a copy of `bytes`; the caller still owns `bytes` and wipes them when done. */
export function secretKey(bytes: Uint8Array): SecretKey {
  const key: object = createSecretKey(bytes);
  if (isSecretKey(key)) return key;
  throw new TypeError('the engine made no secret key');
}

/** A key of `bytes`, which are overwritten with zeros (best effort: the engine may have copied them before). */
export function takeSecretKey(bytes: Uint8Array): SecretKey {
  const key = secretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Length of the key in bytes. */
export function keyLength(key: SecretKey): number {
  return keyObject(key).symmetricKeySize ?? 0;
}

/** Calls `use` with a copy of the key's bytes, for wrapping them, and overwrites the copy with zeros afterwards; `use` must not keep it. */
export function withKeyBytes<Result>(key: SecretKey, use: (bytes: Uint8Array) => Result): Result {
  const bytes = keyObject(key).export();
  try {
    return use(bytes);
  } finally {
    bytes.fill(0);
  }
}
