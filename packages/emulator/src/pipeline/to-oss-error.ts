import { OssError } from '@sse/core';
import { keyServiceOssError } from '../domain/key-errors.ts';
import { KeyServiceError } from '../ports/key-service.ts';

/**
 * What the client is told of a failure. Anything that is not a wire error or a refusal of the key service, above all data that did not
 * authenticate, is one `InternalError`: its reason goes to the log only (envelope.md §7.7).
 */
export function toOssError(error: unknown): OssError {
  if (error instanceof OssError) return error;
  if (error instanceof KeyServiceError) return keyServiceOssError(error);
  return new OssError('InternalError', { cause: error });
}
