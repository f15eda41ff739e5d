import { type CipherGCMTypes, createCipheriv, createDecipheriv, getCipherInfo } from 'node:crypto';
import { type Aead, tagLength } from './aead.ts';
import { giveBack } from './give-back.ts';
import { keyObject } from './key-object.ts';
import { requireNonce } from './nonce.ts';
import type { SecretKey } from './secret-key.ts';

// Without it Node 24 accepts tags of 4 bytes.
const fullTag = { authTagLength: tagLength } as const;

/** An AEAD that the engine has, by OpenSSL's name. */
export function nativeGcm(name: CipherGCMTypes, secret: SecretKey): Aead {
  const key = keyObject(secret);

  function seal(nonce: Uint8Array, plain: Uint8Array, into: Uint8Array, at: number, associated?: Uint8Array): number {
    requireNonce(nonce);
    const cipher = createCipheriv(name, key, nonce, fullTag);
    if (associated !== undefined) cipher.setAAD(associated);
    const sealed = cipher.update(plain);
    into.set(sealed, at);
    giveBack(sealed);
    cipher.final();
    into.set(cipher.getAuthTag(), at + plain.length);
    return plain.length + tagLength;
  }

  function open(nonce: Uint8Array, sealed: Uint8Array, associated?: Uint8Array): Uint8Array | undefined {
    requireNonce(nonce);
    const length = sealed.length - tagLength;
    if (length < 0) return undefined;
    const decipher = createDecipheriv(name, key, nonce, fullTag);
    if (associated !== undefined) decipher.setAAD(associated);
    decipher.setAuthTag(sealed.subarray(length));
    const plain = decipher.update(sealed.subarray(0, length));
    try {
      decipher.final();
    } catch {
      plain.fill(0);
      return undefined;
    }
    return plain;
  }
  return { seal, open };
}

/** Whether the engine has a cipher in GCM of this name. */
export function hasNativeGcm(name: string): name is CipherGCMTypes {
  return getCipherInfo(name)?.mode === 'gcm';
}
