import { RpcError } from '../errors/index.ts';
import { equalBytes, hash, toHex, utf8 } from '../primitives/index.ts';
import { MAX_SKEW_MS } from '../signature/verification.ts';
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign } from './canonical-acs3.ts';
import { rpcSignature, rpcStringToSign } from './canonical-rpc.ts';
import type { Acs3Claim, RpcClaim, RpcRequest } from './rpc-claim.ts';

/** What the server knows when it checks a claim. */
export interface RpcVerificationFacts {
  readonly accessKeySecret: string;
  /** The STS token that belongs to the access key; absent for long-term keys. */
  readonly securityToken?: string | undefined;
  /** End of the token's life, ms since the epoch; absent means that it does not end. */
  readonly securityTokenExpiresAt?: number | undefined;
  /** The server's clock, ms since the epoch. */
  readonly now: number;
}

/**
 * Checks a claim against the credential that the caller found for its access key id and token: token, then time, then signature. `undefined` when
 * all is well. 400 `InvalidSecurityToken.MismatchWithAccessKey` or `.Expired`, 404 `InvalidAccessKeyId.NotFound` (a temporary key without its
 * token), 400 `IllegalTimestamp` (more than 15 minutes off), 400 `SignatureDoesNotMatch` with what should have been signed.
 * `SignatureNonce` is covered by the signature and not tracked. Source: protocol reference §6.1, §6.4.
 */
export function verifyRpcClaim(claim: RpcClaim, request: RpcRequest, facts: RpcVerificationFacts): RpcError | undefined {
  const wrongToken = checkToken(claim, facts);
  if (wrongToken !== undefined) return wrongToken;
  if (Math.abs(claim.signedAt - facts.now) > MAX_SKEW_MS) return new RpcError('IllegalTimestamp');
  return claim.scheme === 'rpc' ? verifyV1(claim, request, facts) : verifyAcs3(claim, request, facts);
}

/** The error for a claim whose access key id, with the token that came along, nobody knows. */
export function unknownRpcCredential({ accessKeyId, securityToken }: RpcClaim): RpcError {
  const temporary = securityToken !== undefined && accessKeyId.startsWith('STS.');
  return new RpcError(temporary ? 'InvalidSecurityToken.Malformed' : 'InvalidAccessKeyId.NotFound');
}

function checkToken({ securityToken: given }: RpcClaim, facts: RpcVerificationFacts): RpcError | undefined {
  const { securityToken, securityTokenExpiresAt, now } = facts;
  if (given === undefined) return securityToken === undefined ? undefined : new RpcError('InvalidAccessKeyId.NotFound');
  if (securityToken === undefined || !equalTexts(securityToken, given)) return new RpcError('InvalidSecurityToken.MismatchWithAccessKey');
  return securityTokenExpiresAt !== undefined && now >= securityTokenExpiresAt ? new RpcError('InvalidSecurityToken.Expired') : undefined;
}

function verifyV1({ signature }: RpcClaim, { method, parameters }: RpcRequest, facts: RpcVerificationFacts): RpcError | undefined {
  const stringToSign = rpcStringToSign(method, parameters);
  return equalTexts(rpcSignature(facts.accessKeySecret, stringToSign), signature) ? undefined : mismatch(stringToSign);
}

/** The payload is hashed here: a header that tells another hash than the body's was signed for another body. */
function verifyAcs3({ signature, signedHeaders }: Acs3Claim, request: RpcRequest, facts: RpcVerificationFacts): RpcError | undefined {
  const headers = signedHeaders.map((name) => [name, Object.hasOwn(request.headers, name) ? (request.headers[name] ?? '') : ''] as const);
  const canonicalRequest = acs3CanonicalRequest({ ...request, headers, payloadHash: toHex(hash('sha256', request.body)) });
  const stringToSign = acs3StringToSign(canonicalRequest);
  if (equalTexts(acs3Signature(facts.accessKeySecret, stringToSign), signature)) return undefined;
  return mismatch(`${stringToSign} of the canonical request:${canonicalRequest}`);
}

function mismatch(stringToSign: string): RpcError {
  const message = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`;
  return new RpcError('SignatureDoesNotMatch', message);
}

function equalTexts(left: string, right: string): boolean {
  return equalBytes(utf8(left), utf8(right));
}
