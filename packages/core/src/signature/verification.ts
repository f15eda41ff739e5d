import type { AddressCandidate } from '../address/index.ts';
import { Fault, type OssError } from '../errors/index.ts';
import { wholeSeconds, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { equalBytes, utf8 } from '../primitives/index.ts';
import type { DeriveV4Key } from './canonical-v4.ts';
import type { Claim, PostClaim } from './claim.ts';
import { refuse } from './refusals.ts';

/** What the server knows when it checks a claim. */
export interface VerificationFacts {
  /** The ways to read the address, the most plausible first; at least one. */
  readonly candidates: readonly AddressCandidate[];
  readonly accessKeySecret: string;
  /** The STS token that belongs to the access key; absent for long-term keys. */
  readonly securityToken?: string | undefined;
  /** End of the token's life, ms since the epoch; absent means that it does not end. */
  readonly securityTokenExpiresAt?: number | undefined;
  /** The server's clock, ms since the epoch. */
  readonly now: number;
  /** The only region that V4 scopes may name; any region when absent. */
  readonly region?: string | undefined;
  /** The only product that V4 scopes may name; `oss` and `oss-cloudbox` when absent. */
  readonly product?: string | undefined;
  /** A cache around `deriveV4Key`; the plain function when absent. */
  readonly deriveKey?: DeriveV4Key | undefined;
}

/** The parts of a received request that signatures cover, besides the resource. */
export interface SignedMessage {
  readonly method: string;
  readonly headers: HeaderRecord;
  readonly query: QueryPairs;
}

/** How far the clocks of client and server may be apart, ms (protocol reference §4.4). */
export const MAX_SKEW_MS = 900_000;

/** `RequestTimeTooSkewed` when the two clocks are further apart than the service allows. */
export function checkSkew(sentAt: number, now: number): OssError | undefined {
  return Math.abs(sentAt - now) > MAX_SKEW_MS ? skewed(sentAt, now) : undefined;
}

/** `RequestTimeTooSkewed` with the three elements by which clients correct their clocks. */
export function skewed(sentAt: number, now: number): OssError {
  return refuse('skewed', {
    MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    RequestTime: wholeSeconds(new Date(sentAt)),
    ServerTime: wholeSeconds(new Date(now)),
  });
}

/** How one signature scheme computes: what is signed for a candidate, and the signature of it. */
export interface SchemeRun {
  readonly stringToSign: (candidate: AddressCandidate) => string;
  readonly signature: (stringToSign: string) => string;
  /** Shown in the error of V4 only. */
  readonly canonicalRequest?: (candidate: AddressCandidate) => string;
}

/** The first candidate whose signature is the claimed one, or `SignatureDoesNotMatch` that shows what was signed for the first one. */
export function matchCandidate(claim: Claim, candidates: readonly AddressCandidate[], run: SchemeRun): AddressCandidate | OssError {
  const provided = utf8(claim.signature);
  for (const candidate of candidates) {
    if (equalBytes(utf8(run.signature(run.stringToSign(candidate))), provided)) return candidate;
  }
  const [likeliest] = candidates;
  if (likeliest === undefined) throw new Fault('misuse', 'A claim is verified against at least one address candidate, not none.');
  return mismatch(claim, run.stringToSign(likeliest), run.canonicalRequest?.(likeliest));
}

/** `SignatureDoesNotMatch` that shows what should have been signed; a canonical request only where there is one. */
export function mismatch({ accessKeyId, signature }: Claim | PostClaim, stringToSign: string, canonicalRequest?: string): OssError {
  return refuse('mismatch', {
    OSSAccessKeyId: accessKeyId,
    SignatureProvided: signature,
    StringToSign: stringToSign,
    StringToSignBytes: spacedHex(utf8(stringToSign)),
    ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
  });
}

function spacedHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
