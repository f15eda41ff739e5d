/** Why a key service refused (its own words are in `cause`). The union is closed. */
export type KeyServiceErrorCode =
  | 'NotFound'
  | 'AliasNotFound'
  | 'InvalidKeyId'
  | 'Disabled'
  | 'PendingDeletion'
  | 'PendingImport'
  | 'AccessDenied'
  | 'InvalidCiphertext'
  | 'Throttled'
  | 'Unavailable'
  | 'Timeout';

/** A refusal of the key service. The message never holds key bytes or ciphertext. */
export class KeyServiceError extends Error {
  override readonly name = 'KeyServiceError';
  readonly code: KeyServiceErrorCode;

  constructor(code: KeyServiceErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A key id, `alias/name`, or the empty string for the default key of the service. */
export type KeyRef = string;

/** Names and values bound to a ciphertext; the same pairs must be given to open it. Shown in clear in audit logs. */
export type EncryptionContext = Readonly<Record<string, string>>;

export interface GeneratedDataKey {
  /** The resolved id of the key that wrapped it, never an alias. */
  readonly keyId: string;
  /** The data key itself; the caller wipes it. */
  readonly plaintext: Uint8Array;
  /** The wrapped data key, to be stored. */
  readonly ciphertext: Uint8Array;
}

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';

export interface KeyDescription {
  readonly keyId: string;
  readonly state: KeyState;
  readonly createdAt: number;
  /** Aliases of the key, with the `alias/` prefix. */
  readonly aliases: readonly string[];
  /** Whether it is the service's default key, which callers need no permission for (protocol reference §5.4). */
  readonly isDefault: boolean;
}

/** A key management service that wraps data keys. Every method rejects with `KeyServiceError`. */
export interface KeyService {
  /** A new random data key of `length` bytes (16 or 32), wrapped by `keyRef`. */
  generateDataKey(request: {
    readonly keyRef: KeyRef;
    readonly length: number;
    readonly context: EncryptionContext;
  }): Promise<GeneratedDataKey>;
  /** Opens a wrapped data key. `InvalidCiphertext` when it is damaged, of another key than `keyId`, or the context differs. */
  decryptDataKey(request: {
    readonly keyId: string;
    readonly ciphertext: Uint8Array;
    readonly context: EncryptionContext;
  }): Promise<Uint8Array>;
  /** What the key is now, read afresh; `NotFound` / `AliasNotFound` / `InvalidKeyId` when it is none. */
  describeKey(keyRef: KeyRef): Promise<KeyDescription>;
  /** Resolves when the service can be used. */
  health(): Promise<void>;
  close(): Promise<void>;
}
