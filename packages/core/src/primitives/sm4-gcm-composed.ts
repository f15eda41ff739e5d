import { createCipheriv, type Cipheriv } from 'node:crypto';
import { type Aead, tagLength } from './aead.ts';
import { equalBytes } from './bytes.ts';
import { startGhash } from './ghash.ts';
import { keyObject } from './key-object.ts';
import { requireNonce } from './nonce.ts';
import type { SecretKey } from './secret-key.ts';

const zeroBlock = new Uint8Array(16);
const nothing = new Uint8Array(0);

/** SM4-GCM out of `sm4-ctr` and GHASH, for engines without it: the same bytes as the native cipher (docs/spec/envelope.md, "Code"). */
export function composedSm4Gcm(secret: SecretKey): Aead {
  const key = keyObject(secret);
  // CTR over a zero block whose counter is zero gives the encrypted zero block: GHASH's key.
  const ghash = startGhash(createCipheriv('sm4-ctr', key, zeroBlock).update(zeroBlock));

  /** The key stream of a nonce: its first block masks the tag, the data follows from counter 2. */
  function keyStream(nonce: Uint8Array): { tagMask: Uint8Array; stream: Cipheriv } {
    const counter = new Uint8Array(16);
    counter.set(nonce);
    counter[15] = 1;
    const stream = createCipheriv('sm4-ctr', key, counter);
    return { tagMask: stream.update(zeroBlock), stream };
  }

  function seal(nonce: Uint8Array, plain: Uint8Array, into: Uint8Array, at: number, associated: Uint8Array = nothing): number {
    requireNonce(nonce);
    const { tagMask, stream } = keyStream(nonce);
    const ciphertext = stream.update(plain);
    into.set(ciphertext, at);
    into.set(masked(ghash(associated, ciphertext), tagMask), at + plain.length);
    return plain.length + tagLength;
  }

  function open(nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array = nothing): Uint8Array | undefined {
    requireNonce(nonce);
    const length = sealed.length - tagLength;
    if (length < 0) return undefined;
    const ciphertext = sealed.subarray(0, length);
    const { tagMask, stream } = keyStream(nonce);
    const tag = masked(ghash(associated, ciphertext), tagMask);
    return equalBytes(tag, sealed.subarray(length)) ? stream.update(ciphertext) : undefined;
  }
  return { seal, open };
}

function masked(hash: Uint8Array, mask: Uint8Array): Uint8Array {
  return hash.map((byte, index) => byte ^ (mask[index] ?? 0));
}
