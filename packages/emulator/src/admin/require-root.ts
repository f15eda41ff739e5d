import { OssError, type AddressCandidate, type ParsedTarget, type WireRequest } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import { authenticate, type AuthenticateOptions } from '../pipeline/authenticate.ts';

/** A request whose path says that it is for the administrator. */
export interface ClaimedRequest {
  readonly wire: WireRequest;
  readonly target: ParsedTarget;
  readonly address: AddressCandidate;
}

/**
 * Passes for requests that the account itself signed with V4 in their headers. 403 `AccessDenied` for other signatures, links, users and sessions;
 * what is wrong with the signature itself is told as for every other request.
 */
export async function requireRoot(
  options: AuthenticateOptions,
  session: Session,
  { wire, target, address }: ClaimedRequest,
): Promise<void> {
  const authenticated = await authenticate(options, session, wire, target, [address]);
  if (authenticated instanceof OssError) throw authenticated;
  if (authenticated.signature !== 'v4-header')
    throw new OssError('AccessDenied', { message: 'The admin interface takes only requests that are signed with V4 in their headers.' });
  if (authenticated.caller.kind !== 'root')
    throw new OssError('AccessDenied', { message: 'The admin interface takes only requests of the account itself, of its root key pair.' });
}
