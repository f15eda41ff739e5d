import type { KeyState } from '../../ports/key-service.ts';

/** A version of a key, without its material. */
export interface KmsKeyVersion {
  /** A UUID. */
  readonly id: string;
  /** Ms since 1970. */
  readonly createdAt: number;
}

/** What of a key can be changed by its users. */
export interface KmsKeyTraits {
  readonly state: KeyState;
  /** Absent: empty. */
  readonly description?: string | undefined;
  /** When a key that is PendingDeletion is destroyed, ms since 1970; absent for all others, and for those that wait forever. */
  readonly deleteAt?: number | undefined;
  /** Absent: none. */
  readonly tags?: KeyTags | undefined;
  /** How long a version is the first one, in seconds; absent: until somebody makes another. */
  readonly rotationSeconds?: number | undefined;
}

export type KeyTags = readonly (readonly [key: string, value: string])[];

/** A key as its users see it. */
export interface KmsKey extends KmsKeyTraits {
  readonly keyId: string;
  /** Ms since 1970. */
  readonly createdAt: number;
  /** With the prefix `alias/`. */
  readonly aliases: readonly string[];
  /** Whether it is the service's own key, under which objects are encrypted that name none. */
  readonly isDefault: boolean;
  /** Newest first; there is at least one, and the first one encrypts. */
  readonly versions: readonly [KmsKeyVersion, ...KmsKeyVersion[]];
}

/** When the next version is made by itself; `undefined` where that is not asked for, or the state of the key forbids it. */
export function nextRotation({ state, rotationSeconds, versions: [newest] }: KmsKey): number | undefined {
  return state !== 'Enabled' || rotationSeconds === undefined ? undefined : newest.createdAt + rotationSeconds * 1000;
}
