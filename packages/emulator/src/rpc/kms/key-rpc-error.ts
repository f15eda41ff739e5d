import { invalidParameter, RpcError, type RpcErrorCode } from '@sse/core';
import type { KeyServiceError, KeyServiceErrorCode } from '../../ports/key-service.ts';

/** What the KMS interface answers when the key service refuses (protocol reference §6.3, §6.4). */
const KEY_ERRORS = {
  NotFound: 'Forbidden.KeyNotFound',
  AliasNotFound: 'Forbidden.AliasNotFound',
  InvalidKeyId: { parameter: 'KeyId' },
  Disabled: 'Rejected.Disabled',
  PendingDeletion: 'Rejected.PendingDeletion',
  PendingImport: 'Rejected.PendingImport',
  AccessDenied: 'Forbidden.NoPermission',
  InvalidCiphertext: { parameter: 'CiphertextBlob' },
  Throttled: 'ServiceUnavailableTemporary',
  Unavailable: 'ServiceUnavailableTemporary',
  Timeout: 'ServiceUnavailableTemporary',
} as const satisfies Readonly<Record<KeyServiceErrorCode, RpcErrorCode | { readonly parameter: string }>>;

/** The wire error for a refusal of the key service. */
export function keyServiceRpcError(error: KeyServiceError): RpcError {
  const answer = KEY_ERRORS[error.code];
  if (typeof answer !== 'string') return new RpcError('InvalidParameter', invalidParameter(answer.parameter).message, { cause: error });
  return new RpcError(answer, undefined, { cause: error });
}
