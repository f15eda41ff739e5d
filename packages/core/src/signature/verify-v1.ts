import type { AddressCandidate } from '../address/index.ts';
import type { OssError } from '../errors/index.ts';
import { parseHttpDate } from '../http/index.ts';
import { v1Frame, v1Signature, v1StringToSign } from './canonical-v1.ts';
import type { V1HeaderClaim, V1QueryClaim } from './claim.ts';
import { refuse } from './refusals.ts';
import { checkSkew, matchCandidate, type SignedMessage, type VerificationFacts } from './verification.ts';

/** V1 in the header: date (EC 503), skew (EC 504), signature (protocol reference §3.1). */
export function verifyV1Header(claim: V1HeaderClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  const date = message.headers['x-oss-date'] ?? message.headers['date'] ?? '';
  const sentAt = parseHttpDate(date);
  if (sentAt === undefined) return refuse('invalidDate');
  return checkSkew(sentAt, facts.now) ?? matchV1(claim, message, facts, date);
}

/** V1 in the URL: validity (EC 069), signature with `Expires` in the Date slot (protocol reference §3.2). */
export function verifyV1Query(claim: V1QueryClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  return facts.now > Number(claim.expires) * 1000 ? refuse('expiredV1Url') : matchV1(claim, message, facts, claim.expires);
}

function matchV1(
  claim: V1HeaderClaim | V1QueryClaim,
  message: SignedMessage,
  facts: VerificationFacts,
  date: string,
): AddressCandidate | OssError {
  const frame = v1Frame({ ...message, date });
  return matchCandidate(claim, facts.candidates, {
    stringToSign: (candidate) => v1StringToSign(frame, candidate),
    signature: (stringToSign) => v1Signature(facts.accessKeySecret, stringToSign),
  });
}
