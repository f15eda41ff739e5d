import type { AddressCandidate } from '../address/index.ts';
import type { OssError } from '../errors/index.ts';
import { parseHttpDate } from '../http/index.ts';
import { v2Frame, v2Signature, v2StringToSign } from './canonical-v2.ts';
import type { V2HeaderClaim, V2QueryClaim } from './claim.ts';
import { refuse } from './refusals.ts';
import { checkSkew, matchCandidate, type SignedMessage, type VerificationFacts } from './verification.ts';

/** V2 in the header: date and skew as in V1, signature (protocol reference §3.3). */
export function verifyV2Header(claim: V2HeaderClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  const date = message.headers['x-oss-date'] ?? message.headers['date'] ?? '';
  const sentAt = parseHttpDate(date);
  if (sentAt === undefined) return refuse('invalidDate');
  return checkSkew(sentAt, facts.now) ?? matchV2(claim, message, facts, date);
}

/** V2 in the URL: validity, signature with `x-oss-expires` in the Date slot (protocol reference §3.3). */
export function verifyV2Query(claim: V2QueryClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  return facts.now > Number(claim.expires) * 1000 ? refuse('expiredV2Url') : matchV2(claim, message, facts, claim.expires);
}

function matchV2(
  claim: V2HeaderClaim | V2QueryClaim,
  message: SignedMessage,
  facts: VerificationFacts,
  date: string,
): AddressCandidate | OssError {
  const frame = v2Frame({ ...message, additionalHeaders: claim.additionalHeaders, date });
  return matchCandidate(claim, facts.candidates, {
    stringToSign: (candidate) => v2StringToSign(frame, candidate),
    signature: (stringToSign) => v2Signature(facts.accessKeySecret, stringToSign),
  });
}
