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
import type { Requester } from '../domain/access-facts.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { Credential, Identities, TokenRefusal } from '../domain/ram/identities.ts';
import type { ReadAhead } from '../domain/read-ahead.ts';

/** Who asks, and for which resource: where a request can be read in several ways, the signature says which one was meant. */
export interface Authenticated extends Requester {
  readonly address: AddressCandidate;
  /** Absent for anonymous requests. */
  readonly accessKeyId: string | undefined;
  readonly signature: Claim['scheme'] | PostClaim['scheme'] | 'anonymous';
}

export interface AuthenticateOptions {
  readonly identities: Identities;
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
  { identities, readAhead, region, strictRegion, now }: AuthenticateOptions,
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
    return address === undefined ? new OssError('AccessDenied') : { ...anonymous, address, signature: claim };
  }
  const [{ bucket, key } = {}] = candidates;
  await readAhead(session, { accessKeyId: claim.accessKeyId, bucket, key, access: request.method === 'PUT' ? 'write' : 'read' });
  const credential = await credentialOf({ identities }, session, claim);
  if (credential instanceof OssError) return credential;
  const { caller, sessionPolicy } = credential;
  const address = verifyClaim(claim, request, target, { ...credential, candidates, now: now(), ...(strictRegion ? { region } : {}) });
  return address instanceof OssError
    ? address
    : { address, accessKeyId: claim.accessKeyId, caller, sessionPolicy, signature: claim.scheme };
}

/**
 * Whose key a claim names; 403 `InvalidAccessKeyId` for one that nobody has, 403 `InvalidSecurityToken` for a token that is none, 403
 * `AccessKeyIdAndSecurityTokenNotMatch` for that of another temporary key (protocol reference §3.1).
 */
export async function credentialOf(
  { identities }: Pick<AuthenticateOptions, 'identities'>,
  session: Session,
  claim: Claim | PostClaim,
): Promise<Credential | OssError> {
  const found = await identities.credentialOf(session, claim.accessKeyId, claim.securityToken);
  if (typeof found === 'string') return new OssError(TOKEN_REFUSALS[found]);
  return found ?? unknownAccessKeyId(claim);
}

const TOKEN_REFUSALS = {
  'invalid-token': 'InvalidSecurityToken',
  'token-of-another-key': 'AccessKeyIdAndSecurityTokenNotMatch',
} as const satisfies Readonly<Record<TokenRefusal, string>>;

const anonymous = { accessKeyId: undefined, caller: { kind: 'anonymous' } } as const;

/** The error for a target that cannot be read: an access key that nobody knows outranks it (observed behaviour 8). */
export async function refuseTarget(
  options: Pick<AuthenticateOptions, 'identities'>,
  session: Session,
  request: WireRequest,
  refusal: OssError,
): Promise<OssError> {
  const claim = parseClaim(request, { path: '/', query: [] });
  if (claim instanceof OssError || claim === 'anonymous') return refusal;
  const credential = await credentialOf(options, session, claim);
  return credential instanceof OssError ? credential : refusal;
}
