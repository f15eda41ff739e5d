import { createHash, createHmac } from 'node:crypto';
import { keyObject } from './key-object.ts';
import type { SecretKey } from './secret-key.ts';

/** Hash functions that the protocol and the envelope use. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** A running hash: any number of `update`s, then one `digest`. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The hash of all bytes so far; the hasher is spent. */
  digest(): Uint8Array;
}

/** Start a hash that is fed piece by piece. */
export function startHash(name: HashName): Hasher {
  const running = createHash(name);
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => running.digest(),
  };
}

/** The hash of `bytes`. */
export function hash(name: HashName, bytes: Uint8Array): Uint8Array {
  return createHash(name).update(bytes).digest();
}

/** HMAC of `bytes` under `key`. */
export function hmac(name: HashName, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return createHmac(name, key).update(bytes).digest();
}

/** HMAC of `bytes` under a `SecretKey`. */
export function keyedHmac(name: HashName, key: SecretKey, bytes: Uint8Array): Uint8Array {
  return createHmac(name, keyObject(key)).update(bytes).digest();
}
