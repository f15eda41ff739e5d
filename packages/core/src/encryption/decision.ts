import type { DataAlgorithm } from '../primitives/index.ts';

/** How one write is to be encrypted. */
export type EncryptionDecision =
  | { readonly method: 'none' }
  | { readonly method: 'SSE-OSS'; readonly dataAlgorithm: DataAlgorithm }
  /** `keyRef` is what the request or the rule names, empty for the default key; the key service resolves it. */
  | { readonly method: 'SSE-KMS'; readonly keyRef: string; readonly dataAlgorithm: DataAlgorithm };

/** How a stored object is encrypted. */
export type StoredEncryption =
  | { readonly method: 'none' }
  | { readonly method: 'SSE-OSS'; readonly dataAlgorithm: DataAlgorithm }
  /** `keyId` is the id that the key service resolved, never an alias and never empty. */
  | { readonly method: 'SSE-KMS'; readonly keyId: string; readonly dataAlgorithm: DataAlgorithm };
