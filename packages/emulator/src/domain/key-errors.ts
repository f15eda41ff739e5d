import { OssError, type OssErrorCode } from '@sse/core';
import type { KeyServiceError, KeyServiceErrorCode } from '../ports/key-service.ts';

/** What object operations answer when the key service refuses; the rows of `ERROR_TABLE` have status, message and EC (protocol reference §1.5, §6.3). */
const KEY_ERRORS = {
  NotFound: 'KeyNotFound',
  AliasNotFound: 'AliasNotFound',
  InvalidKeyId: 'InvalidParameter',
  Disabled: 'KeyDisabled',
  PendingDeletion: 'KeyPendingDeletion',
  PendingImport: 'KeyPendingImport',
  AccessDenied: 'AccessDenied',
  InvalidCiphertext: 'InternalError',
  Throttled: 'ServiceUnavailable',
  Unavailable: 'ServiceUnavailable',
  Timeout: 'ServiceUnavailable',
} as const satisfies Record<KeyServiceErrorCode, OssErrorCode>;

/** The wire error for a refusal of the key service. */
export function keyServiceOssError(error: KeyServiceError): OssError {
  const message = error.code === 'AccessDenied' ? { message: 'This request is forbidden by kms.' } : {};
  return new OssError(KEY_ERRORS[error.code], { ...message, cause: error });
}
