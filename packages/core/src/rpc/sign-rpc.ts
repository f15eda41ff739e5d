import { formatIsoSeconds } from '../http/index.ts';
import type { SigningCredentials } from '../signature/signable-request.ts';
import { rpcSignature, rpcStringToSign } from './canonical-rpc.ts';

/** What signers need besides the request. */
export interface RpcSigningOptions {
  readonly credentials: SigningCredentials;
  /** Time of signing, ms since the epoch. */
  readonly now: number;
  /** Another text for every request. */
  readonly nonce: string;
}

/**
 * The parameters of a request, with those that sign it: `AccessKeyId`, `Format`, `SignatureMethod`, `SignatureNonce`, `SignatureVersion`,
 * `Timestamp`, `SecurityToken` when the credentials have one, and `Signature`. They are sent in the query or as a form, as the caller likes.
 * Source: protocol reference §6.1.
 */
export function signRpc(
  method: string,
  parameters: Readonly<Record<string, string>>,
  { credentials, now, nonce }: RpcSigningOptions,
): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const signed = {
    Format: 'JSON',
    ...parameters,
    AccessKeyId: accessKeyId,
    ...(securityToken === undefined ? {} : { SecurityToken: securityToken }),
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: nonce,
    SignatureVersion: '1.0',
    Timestamp: formatIsoSeconds(now),
  };
  return { ...signed, Signature: rpcSignature(accessKeySecret, rpcStringToSign(method, new Map(Object.entries(signed)))) };
}
