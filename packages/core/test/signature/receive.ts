import { addressCandidates, type AddressBook, type AddressCandidate } from '../../src/address/index.ts';
import { OssError } from '../../src/errors/index.ts';
import { parseTarget, type WireRequest } from '../../src/http/index.ts';
import {
  parseClaim,
  unknownAccessKeyId,
  verifyClaim,
  type Claim,
  type SigningCredentials,
  type VerificationFacts,
} from '../../src/signature/index.ts';

/** What a test server knows when a request arrives. */
export type Knowledge = { readonly credentials: SigningCredentials; readonly book?: AddressBook } & Pick<
  VerificationFacts,
  'now' | 'region' | 'product' | 'securityTokenExpiresAt' | 'deriveKey'
>;

/** The path of a request through target parsing, claim, key lookup, addressing and verification, as the server walks it. */
export function receive(request: WireRequest, { credentials, book, ...facts }: Knowledge): AddressCandidate | 'anonymous' | OssError {
  const target = parseTarget(request.target);
  if (target instanceof OssError) return target;
  const claim = parseClaim(request, target);
  if (claim === 'anonymous' || claim instanceof OssError) return claim;
  if (claim.accessKeyId !== credentials.accessKeyId) return unknownAccessKeyId(claim);
  const candidates = addressCandidates(request.headers['host'], target.path, book ?? { baseDomains: [], cnames: {} });
  const { accessKeySecret, securityToken } = credentials;
  return verifyClaim(claim, request, target, { ...facts, candidates, accessKeySecret, securityToken });
}

/** The claim of a request; throws what was refused. */
export function claimOf(request: WireRequest): Claim | 'anonymous' {
  const target = parseTarget(request.target);
  if (target instanceof OssError) throw target;
  const claim = parseClaim(request, target);
  if (claim instanceof OssError) throw claim;
  return claim;
}
