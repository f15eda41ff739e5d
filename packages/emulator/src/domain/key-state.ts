import { KeyServiceError, type KeyDescription } from '../ports/key-service.ts';

/** Returns the key when it may be used; a `KeyServiceError` that names its state otherwise. */
export function requireEnabled(key: KeyDescription): KeyDescription {
  if (key.state !== 'Enabled') throw new KeyServiceError(key.state, `key ${key.keyId} is ${key.state}`);
  return key;
}
