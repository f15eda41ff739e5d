/** How object data is encrypted: the values of `x-oss-server-side-encryption` and `x-oss-server-side-data-encryption` that name a cipher. */
export type DataAlgorithm = 'AES256' | 'SM4';

/** An AEAD as stored data and key derivation name it. */
export interface AeadEntry {
  /** The number in stored structures. */
  readonly id: number;
  /** The name, in the style of IANA's AEAD registry. */
  readonly name: string;
  /** In bytes. */
  readonly keyLength: number;
}

/** The AEADs of the envelope format, version 1 (docs/spec/envelope.md, "Data" and "DEK envelope"). */
export const AEAD = {
  AES256: { id: 1, name: 'AEAD_AES_256_GCM', keyLength: 32 },
  SM4: { id: 2, name: 'AEAD_SM4_GCM', keyLength: 16 },
} as const satisfies Record<DataAlgorithm, AeadEntry>;

/** Length of an authentication tag in bytes; shorter ones are never accepted. */
export const tagLength = 16;

/** Length of a nonce in bytes; no other is accepted. */
export const nonceLength = 12;

/** One AEAD under one key. */
export interface Aead {
  /**
   * Writes ciphertext || tag of `plain` to `into` from `at` on and returns the number of bytes written, `plain.length + 16`.
   * A nonce is used once for a key. Throws `RangeError` on a nonce that is not 12 bytes, or when `into` is too short.
   */
  seal(nonce: Uint8Array, plain: Uint8Array, into: Uint8Array, at: number, associated?: Uint8Array): number;
  /**
   * The plaintext of `sealed` (ciphertext || tag) in fresh memory, or `undefined` when it does not authenticate.
   * Nothing of the plaintext is released before the tag is verified. Throws `RangeError` on a nonce that is not 12 bytes.
   */
  open(nonce: Uint8Array, sealed: Uint8Array, associated?: Uint8Array): Uint8Array | undefined;
}
