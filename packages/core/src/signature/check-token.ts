import type { OssError } from '../errors/index.ts';
import { equalBytes, utf8 } from '../primitives/index.ts';
import type { Claim, PostClaim } from './claim.ts';
import { refuse } from './refusals.ts';
import type { VerificationFacts } from './verification.ts';

/** Whether the STS token of a claim is the one of its access key and still alive; `undefined` when all is well. */
export function checkToken(claim: Claim | PostClaim, facts: Omit<VerificationFacts, 'candidates'>): OssError | undefined {
  const { securityToken, securityTokenExpiresAt, now } = facts;
  if (claim.securityToken === undefined) {
    // The service looks a temporary key up by its token: without one it does not find the key.
    return securityToken === undefined ? undefined : refuse('unknownAccessKeyId', { OSSAccessKeyId: claim.accessKeyId });
  }
  if (securityToken === undefined || !equalBytes(utf8(securityToken), utf8(claim.securityToken))) return refuse('invalidToken');
  return securityTokenExpiresAt !== undefined && now >= securityTokenExpiresAt ? refuse('expiredToken') : undefined;
}
