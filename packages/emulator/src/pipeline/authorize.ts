import { OssError, type OperationName } from '@sse/core';
import type { Authenticated } from './authenticate.ts';

/**
 * Whether the caller may do the operation: the root user may do everything, nobody else anything but the preflight of a browser.
 * Users, policies and public ACLs are listed in the gaps table; until they are served, all that they could allow is denied.
 */
export function authorize({ accessKeyId }: Authenticated, operation: OperationName): OssError | undefined {
  if (accessKeyId !== undefined || operation === 'OptionObject') return undefined;
  const message =
    operation === 'ListBuckets'
      ? 'Anonymous access is forbidden for this operation.'
      : 'Anonymous user has no right to access this bucket.';
  return new OssError('AccessDenied', { message });
}
