import { OssError, RpcError } from '../../src/errors/index.ts';
import { parseTarget } from '../../src/http/index.ts';
import { fromUtf8 } from '../../src/primitives/index.ts';
import { parseRpcClaim, rpcParameters, verifyRpcClaim, type RpcVerificationFacts } from '../../src/rpc/index.ts';

/** A request as it comes over the wire. */
export interface SentRpc {
  readonly method: string;
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Uint8Array;
}

/** What a server says to a request, as far as its signature goes: its access key id when all is well. */
export function receiveRpc({ method, target, headers, body = new Uint8Array() }: SentRpc, facts: RpcVerificationFacts): string | RpcError {
  const parsed = parseTarget(target);
  if (parsed instanceof OssError) throw parsed;
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const parameters = rpcParameters(parsed.query, isForm ? fromUtf8(body) : undefined);
  if (parameters instanceof RpcError) return parameters;
  const request = { method, path: parsed.path, query: parsed.query, headers, parameters, body };
  const claim = parseRpcClaim(request);
  return claim instanceof RpcError ? claim : (verifyRpcClaim(claim, request, facts) ?? claim.accessKeyId);
}

/** Parameters as a query or a form spells them. */
export function encoded(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}
