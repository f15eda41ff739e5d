import { OssError } from '@sse/core';
import type { Authenticated } from '../pipeline/authenticate.ts';

/** Passes for requests that the account itself signed with V4 in their headers; 403 `AccessDenied` for other signatures, links, users and sessions. */
export function requireRoot(authenticated: Authenticated): void {
  if (authenticated.signature !== 'v4-header')
    throw new OssError('AccessDenied', { message: 'The admin interface takes only requests that are signed with V4 in their headers.' });
  if (authenticated.caller.kind !== 'root')
    throw new OssError('AccessDenied', { message: 'The admin interface takes only requests of the account itself, of its root key pair.' });
}
