import { KeyObject } from 'node:crypto';
import type { SecretKey } from './secret-key.ts';

/** What a `SecretKey` is behind its opaque type. Not exported from the folder, so that no node type is in its public declarations. */
export function keyObject(key: SecretKey): KeyObject {
  if (key instanceof KeyObject) return key;
  throw new TypeError('expected a key made by secretKey');
}

/** Whether a key of the engine is a `SecretKey`: all secret ones are. */
export function isSecretKey(key: object): key is SecretKey {
  return key instanceof KeyObject && key.type === 'secret';
}
