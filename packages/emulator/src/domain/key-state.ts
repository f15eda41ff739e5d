import { KeyServiceError, type KeyDescription } from '../ports/key-service.ts';

/** Throws a `KeyServiceError` that names the key's state where it may not be used. */
export function requireEnabled({ keyId, state }: Pick<KeyDescription, 'keyId' | 'state'>): void {
  if (state !== 'Enabled') throw new KeyServiceError(state, `key ${keyId} is ${state}`);
}
