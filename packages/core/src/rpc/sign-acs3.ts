import { formatIsoSeconds, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { hash, toHex } from '../primitives/index.ts';
import { lowerCaseHeaders } from '../signature/signable-request.ts';
import { ACS3_ALGORITHM, acs3CanonicalRequest, acs3RequiredHeaders, acs3Signature, acs3StringToSign } from './canonical-acs3.ts';
import type { RpcSigningOptions } from './sign-rpc.ts';

/** A request that a client is about to send. */
export interface Acs3Request {
  readonly method: string;
  /** Such as `AssumeRole`. */
  readonly action: string;
  /** Such as `2015-04-01`. */
  readonly version: string;
  /** As the Host header will say it, with the port unless it is the scheme's own. */
  readonly host: string;
  /** Decoded pairs; absent means none. */
  readonly query?: QueryPairs;
  /** Further headers; `content-type` is signed. Absent means none. */
  readonly headers?: HeaderRecord;
  /** Absent means none. */
  readonly body?: Uint8Array;
}

/** The headers (lower case) of a request that is signed with ACS3, `host` among them; its path is `/`. Source: protocol reference §6.1. */
export function signAcs3(request: Acs3Request, { credentials, now, nonce }: RpcSigningOptions): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const payloadHash = toHex(hash('sha256', request.body ?? new Uint8Array()));
  const headers = lowerCaseHeaders(request.headers, {
    host: request.host,
    'x-acs-action': request.action,
    'x-acs-version': request.version,
    'x-acs-date': formatIsoSeconds(now),
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': payloadHash,
    'x-acs-security-token': securityToken,
  });
  const names = acs3RequiredHeaders(headers).toSorted();
  const canonicalRequest = acs3CanonicalRequest({
    method: request.method,
    path: '/',
    query: request.query ?? [],
    headers: names.map((name) => [name, headers[name] ?? '']),
    payloadHash,
  });
  const signature = acs3Signature(accessKeySecret, acs3StringToSign(canonicalRequest));
  return {
    ...headers,
    authorization: `${ACS3_ALGORITHM} Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}
