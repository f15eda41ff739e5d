import type { AddressCandidate } from '../address/index.ts';
import type { OssError } from '../errors/index.ts';
import { formatBasicIso, parseBasicIso, parseHttpDate } from '../http/index.ts';
import {
  deriveV4Key,
  MAX_V4_EXPIRES_SECONDS,
  UNSIGNED_PAYLOAD,
  v4CanonicalRequest,
  v4Frame,
  v4Signature,
  v4StringToSign,
} from './canonical-v4.ts';
import type { V4HeaderClaim, V4QueryClaim, V4Scope } from './claim.ts';
import { refuse, type REFUSALS } from './refusals.ts';
import { checkSkew, matchCandidate, MAX_SKEW_MS, skewed, type SignedMessage, type VerificationFacts } from './verification.ts';

type V4Claim = V4HeaderClaim | V4QueryClaim;

const PRODUCTS: readonly string[] = ['oss', 'oss-cloudbox'];
const EXPIRES = /^\d{1,6}$/;

/** The service words a wrong scope by where it stands (protocol reference §3.4, observed behaviour 12). */
const SCOPE_REFUSALS = {
  'v4-header': { region: 'wrongHeaderRegion', product: 'wrongHeaderProduct' },
  'v4-query': { region: 'wrongUrlRegion', product: 'wrongUrlProduct' },
} as const satisfies Record<V4Claim['scheme'], ScopeRefusals>;

type ScopeRefusals = Record<'region' | 'product', keyof typeof REFUSALS>;

/**
 * V4 in the header: payload hash, date, scope, skew, signature (protocol reference §3.4).
 * The vendor's first client for Go sends no `x-oss-date` and signs the text of `Date` in its place.
 */
export function verifyV4Header(claim: V4HeaderClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  if (message.headers['x-oss-content-sha256'] !== UNSIGNED_PAYLOAD) return refuse('wrongPayloadHash');
  const ossDate = message.headers['x-oss-date'];
  const timestamp = ossDate ?? message.headers['date'] ?? '';
  const sentAt = ossDate === undefined ? parseHttpDate(timestamp) : parseBasicIso(timestamp);
  if (sentAt === undefined) return refuse('invalidDate');
  return (
    checkScope(claim.scope, sentAt, facts, SCOPE_REFUSALS['v4-header']) ??
    checkSkew(sentAt, facts.now) ??
    matchV4(claim, message, facts, timestamp)
  );
}

/** V4 in the URL: date, validity in range, scope, not from the future, not expired, signature (protocol reference §3.4). */
export function verifyV4Query(claim: V4QueryClaim, message: SignedMessage, facts: VerificationFacts): AddressCandidate | OssError {
  const sentAt = parseBasicIso(claim.timestamp);
  if (sentAt === undefined) return refuse('invalidDate');
  const seconds = EXPIRES.test(claim.expires) ? Number(claim.expires) : 0;
  if (seconds < 1 || seconds > MAX_V4_EXPIRES_SECONDS) return refuse('v4ExpiresOutOfRange');
  const wrongScope = checkScope(claim.scope, sentAt, facts, SCOPE_REFUSALS['v4-query']);
  if (wrongScope !== undefined) return wrongScope;
  if (sentAt > facts.now + MAX_SKEW_MS) return skewed(sentAt, facts.now);
  return facts.now > sentAt + seconds * 1000 ? refuse('expiredV4Url') : matchV4(claim, message, facts, claim.timestamp);
}

/** Whether a scope is for the day of its signature, for this region and for a product that is served; `refusals` names the refusals of the last two. */
export function checkScope(
  scope: V4Scope,
  sentAt: number,
  facts: Pick<VerificationFacts, 'region' | 'product'>,
  refusals: ScopeRefusals,
): OssError | undefined {
  if (!formatBasicIso(sentAt).startsWith(scope.date)) return refuse('credentialDateDiffers');
  if (facts.region !== undefined && scope.region !== facts.region) return refuse(refusals.region);
  const products = facts.product === undefined ? PRODUCTS : [facts.product];
  return products.includes(scope.product) ? undefined : refuse(refusals.product);
}

function matchV4(claim: V4Claim, message: SignedMessage, facts: VerificationFacts, timestamp: string): AddressCandidate | OssError {
  const frame = v4Frame({ ...message, additionalHeaders: claim.additionalHeaders, payloadHash: UNSIGNED_PAYLOAD });
  const signingKey = (facts.deriveKey ?? deriveV4Key)(facts.accessKeySecret, claim.scope);
  const canonicalRequest = (candidate: AddressCandidate) => v4CanonicalRequest(frame, candidate);
  return matchCandidate(claim, facts.candidates, {
    canonicalRequest,
    stringToSign: (candidate) => v4StringToSign(timestamp, claim.scope, canonicalRequest(candidate)),
    signature: (stringToSign) => v4Signature(signingKey, stringToSign),
  });
}
