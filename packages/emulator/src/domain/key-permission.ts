import { KeyServiceError } from '../ports/key-service.ts';

/** What is done with a KMS key, as RAM names it (protocol reference §5.4). */
export type KeyAction = 'kms:GenerateDataKey' | 'kms:Decrypt';

/**
 * Whether whoever a session belongs to may use the KMS key of that id; rejects with `KeyServiceError` `AccessDenied` when not. Asked at every use, also
 * where the plaintext of a data key is in memory.
 */
export type KeyPermission = (action: KeyAction, keyId: string) => Promise<void>;

/** Of the server's own work, and of the account. */
export const everyKey: KeyPermission = () => Promise.resolve();

/** The permission of a request, which is nobody's until it is known who asks. */
export interface LatePermission {
  readonly mayUseKey: KeyPermission;
  /** Says whose it is. */
  readonly give: (permission: KeyPermission) => void;
}

export function latePermission(): LatePermission {
  let given: KeyPermission = (action, keyId) => Promise.reject(forbidden(action, keyId));
  return { mayUseKey: (action, keyId) => given(action, keyId), give: (permission) => void (given = permission) };
}

/** What a permission that is not there is refused with. */
export function forbidden(action: KeyAction, keyId: string): KeyServiceError {
  return new KeyServiceError('AccessDenied', `the caller may not ${action} with key ${keyId}`);
}
