import type { EncryptionContext, KeyRef } from '../../ports/key-service.ts';
import type { StatefulOperation } from './state-rules.ts';
import type { KmsKey, KmsKeyTraits, KmsKeyVersion } from './kms-key.ts';

/** Bytes under a key. */
export interface WrappedBytes {
  readonly keyId: string;
  readonly versionId: string;
  readonly ciphertext: Uint8Array;
}

/**
 * The keys of the account, with all that the KMS interface does to them. What is done by a key's id rejects with `KeyServiceError` `NotFound` where
 * there is none, and with 409 `Rejected.…` where its state forbids it, which is judged and changed in one commit.
 */
export interface KmsKeys {
  /** A new enabled key with one version. */
  create(traits: Omit<KmsKeyTraits, 'state' | 'deleteAt'>): Promise<KmsKey>;
  /** The id that a key id, its resource name or an alias stands for; no key need have it. `AliasNotFound`, `InvalidKeyId`. */
  resolve(keyRef: KeyRef): Promise<string>;
  find(keyId: string): Promise<KmsKey | undefined>;
  /** Ids of all keys, in order. */
  keyIds(): Promise<readonly string[]>;
  /** Changes what `amend` returns; it may be called more than once, and what it throws is thrown. */
  change(keyId: string, operation: StatefulOperation, amend: (key: KmsKey) => Partial<KmsKeyTraits>): Promise<KmsKey>;
  /** A new version that encrypts from now on; the others stay. 400 `Rejected.LimitExceeded`. */
  addVersion(keyId: string): Promise<KmsKeyVersion>;
  readonly aliases: KmsAliases;
  /** Encrypts under the first version, bound to the context. */
  wrap(request: { readonly keyId: string; readonly plaintext: Uint8Array; readonly context: EncryptionContext }): Promise<WrappedBytes>;
  /** Which key a ciphertext says it is of; `InvalidCiphertext` for what is none. */
  keyOf(ciphertext: Uint8Array): string;
  /** `InvalidCiphertext` when it is damaged or the context differs. */
  unwrap(request: {
    readonly ciphertext: Uint8Array;
    readonly context: EncryptionContext;
  }): Promise<{ readonly plaintext: Uint8Array; readonly versionId: string }>;
  random(length: number): Uint8Array;
}

/** Names of keys. */
export interface KmsAliases {
  /** All of them, in order, with the prefix `alias/`. */
  list(): Promise<readonly string[]>;
  /** 400 `AliasAlreadyExists`, 400 `Rejected.LimitExceeded`. */
  create(alias: string, keyId: string): Promise<void>;
  /** Makes an alias name another key; 404 `Forbidden.AliasNotFound`. */
  update(alias: string, keyId: string): Promise<void>;
  /** 404 `Forbidden.AliasNotFound`. */
  delete(alias: string): Promise<void>;
}
