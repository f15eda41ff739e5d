import type { AddressCandidate } from '../address/index.ts';
import type { OssError } from '../errors/index.ts';
import type { ParsedTarget, WireRequest } from '../http/index.ts';
import type { Claim, PostClaim } from './claim.ts';
import { checkToken } from './check-token.ts';
import { refuse } from './refusals.ts';
import type { SignedMessage, VerificationFacts } from './verification.ts';
import { verifyV1Header, verifyV1Query } from './verify-v1.ts';
import { verifyV2Header, verifyV2Query } from './verify-v2.ts';
import { verifyV4Header, verifyV4Query } from './verify-v4.ts';

/**
 * Checks a claim against the credential that the caller found for its access key id, and gives the address candidate whose signature
 * is right: with ambiguous addressing only the signature tells which resource is meant (protocol reference §4.2).
 *
 * The order of checks is the service's: token, then date, validity and scope, then the signature. `InvalidSecurityToken`,
 * `SecurityTokenExpired`, `InvalidAccessKeyId` (a temporary key without its token), `AccessDenied` (no date, or a URL that has expired),
 * `RequestTimeTooSkewed`, `InvalidArgument` (region, product, payload hash, x-oss-expires), `SignatureDoesNotMatch`.
 * Source: protocol reference §3.1 to §3.4, §4.4; observed behaviour 8, 12 to 15.
 */
export function verifyClaim(
  claim: Claim,
  request: WireRequest,
  target: ParsedTarget,
  facts: VerificationFacts,
): AddressCandidate | OssError {
  const message: SignedMessage = { method: request.method, headers: request.headers, query: target.query };
  return checkToken(claim, facts) ?? verifyScheme(claim, message, facts);
}

/** The error for a claim whose access key id nobody knows. */
export function unknownAccessKeyId(claim: Claim | PostClaim): OssError {
  return refuse('unknownAccessKeyId', { OSSAccessKeyId: claim.accessKeyId });
}

type ClaimByScheme = { readonly [S in Claim['scheme']]: Extract<Claim, { scheme: S }> };
type ClaimOf<S extends Claim['scheme']> = { readonly [K in S]: ClaimByScheme[K] & { readonly scheme: K } }[S];
type Verifiers = {
  readonly [S in Claim['scheme']]: (
    claim: ClaimByScheme[S],
    message: SignedMessage,
    facts: VerificationFacts,
  ) => AddressCandidate | OssError;
};

const VERIFIERS: Verifiers = {
  'v1-header': verifyV1Header,
  'v1-query': verifyV1Query,
  'v2-header': verifyV2Header,
  'v2-query': verifyV2Query,
  'v4-header': verifyV4Header,
  'v4-query': verifyV4Query,
};

function verifyScheme<S extends Claim['scheme']>(
  claim: ClaimOf<S>,
  message: SignedMessage,
  facts: VerificationFacts,
): AddressCandidate | OssError {
  return VERIFIERS[claim.scheme](claim, message, facts);
}
