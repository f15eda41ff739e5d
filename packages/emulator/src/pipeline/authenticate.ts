import {
  OssError,
  parseClaim,
  unknownAccessKeyId,
  verifyClaim,
  type AddressCandidate,
  type Claim,
  type PostClaim,
  type ParsedTarget,
  type WireRequest,
} from '@sse/core';
import type { AccessKeys } from '../domain/access-keys.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { ReadAhead } from '../domain/read-ahead.ts';

/** Who asks, and for which resource: where a request can be read in several ways, the signature says which one was meant. */
export interface Authenticated {
  readonly address: AddressCandidate;
  /** Absent for anonymous requests. */
  readonly accessKeyId: string | undefined;
  readonly signature: Claim['scheme'] | PostClaim['scheme'] | 'anonymous';
}

export interface AuthenticateOptions {
  readonly accessKeys: AccessKeys;
  readonly readAhead: ReadAhead;
  readonly region: string;
  readonly strictRegion: boolean;
  readonly now: () => number;
}

/**
 * Checks the signature before anything else is looked at, also for operations and buckets that are not there (observed behaviour 8).
 * `candidates` are all ways to read what the request addresses, the most plausible first.
 */
export async function authenticate(
  { accessKeys, readAhead, region, strictRegion, now }: AuthenticateOptions,
  session: Session,
  request: WireRequest,
  target: ParsedTarget,
  candidates: readonly AddressCandidate[],
): Promise<Authenticated | OssError> {
  // A preflight has no signature of its own: that in a presigned URL is for the request which it announces.
  const claim = request.method === 'OPTIONS' ? 'anonymous' : parseClaim(request, target);
  if (claim instanceof OssError) return claim;
  if (claim === 'anonymous') {
    const [address] = candidates;
    return address === undefined ? new OssError('AccessDenied') : { address, accessKeyId: undefined, signature: claim };
  }
  const [{ bucket, key } = {}] = candidates;
  await readAhead(session, { accessKeyId: claim.accessKeyId, bucket, key, access: request.method === 'PUT' ? 'write' : 'read' });
  const accessKeySecret = await accessKeys.secretOf(session, claim.accessKeyId);
  if (accessKeySecret === undefined) return unknownAccessKeyId(claim);
  const address = verifyClaim(claim, request, target, {
    candidates,
    accessKeySecret,
    now: now(),
    ...(strictRegion ? { region } : {}),
  });
  return address instanceof OssError ? address : { address, accessKeyId: claim.accessKeyId, signature: claim.scheme };
}

/** The error for a target that cannot be read: an access key that nobody knows outranks it (observed behaviour 8). */
export async function refuseTarget(
  { accessKeys }: Pick<AuthenticateOptions, 'accessKeys'>,
  session: Session,
  request: WireRequest,
  refusal: OssError,
): Promise<OssError> {
  const claim = parseClaim(request, { path: '/', query: [] });
  if (claim instanceof OssError || claim === 'anonymous') return refusal;
  return (await accessKeys.secretOf(session, claim.accessKeyId)) === undefined ? unknownAccessKeyId(claim) : refusal;
}
