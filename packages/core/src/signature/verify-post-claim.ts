import type { OssError } from '../errors/index.ts';
import { parseBasicIso } from '../http/index.ts';
import { equalBytes, utf8 } from '../primitives/index.ts';
import { v1Signature } from './canonical-v1.ts';
import { deriveV4Key, MAX_V4_EXPIRES_SECONDS, v4Signature } from './canonical-v4.ts';
import { checkToken } from './check-token.ts';
import type { PostClaim, PostV4Claim } from './claim.ts';
import { refuse } from './refusals.ts';
import { mismatch, MAX_SKEW_MS, skewed, type VerificationFacts } from './verification.ts';
import { checkScope } from './verify-v4.ts';

type PostFacts = Omit<VerificationFacts, 'candidates'>;

/**
 * Checks a form's claim against the credential that the caller found for its access key id; `undefined` when the signature is right.
 * What is signed is the `policy` field, so that it says nothing about the address: conditions on the bucket do.
 * Token, then for V4 date, scope, and at most 15 minutes ahead and seven days behind, then the signature; errors as of `verifyClaim`.
 * Source: protocol reference §3.5.
 */
export function verifyPostClaim(claim: PostClaim, facts: PostFacts): OssError | undefined {
  const refused = checkToken(claim, facts) ?? (claim.scheme === 'v4-post' ? checkMoment(claim, facts) : undefined);
  if (refused !== undefined) return refused;
  if (equalBytes(utf8(expectedSignature(claim, facts)), utf8(claim.signature))) return undefined;
  return mismatch(claim, claim.policy);
}

function expectedSignature(claim: PostClaim, { accessKeySecret, deriveKey = deriveV4Key }: PostFacts): string {
  if (claim.scheme === 'v1-post') return v1Signature(accessKeySecret, claim.policy);
  return v4Signature(deriveKey(accessKeySecret, claim.scope), claim.policy);
}

function checkMoment({ scope, timestamp }: PostV4Claim, facts: PostFacts): OssError | undefined {
  const signedAt = parseBasicIso(timestamp);
  if (signedAt === undefined) return refuse('invalidDate');
  const wrongScope = checkScope(scope, signedAt, facts, { region: 'wrongUrlRegion', product: 'wrongUrlProduct' });
  if (wrongScope !== undefined) return wrongScope;
  if (signedAt > facts.now + MAX_SKEW_MS) return skewed(signedAt, facts.now);
  return facts.now > signedAt + MAX_V4_EXPIRES_SECONDS * 1000 ? refuse('expiredPost') : undefined;
}
