import { nonceLength } from './aead.ts';

/** Refuses a nonce that is not 12 bytes: GCM would hash it, which the envelope never does. */
export function requireNonce(nonce: Uint8Array): void {
  if (nonce.length !== nonceLength) throw new RangeError(`expected a nonce of ${nonceLength} bytes, got ${nonce.length}`);
}
