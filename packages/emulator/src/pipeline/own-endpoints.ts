import { isRpcRequest } from '../rpc/is-rpc-request.ts';
import type { RpcAnswer, RpcEndpoint, ReceivedRpc } from '../rpc/rpc-endpoint.ts';
import type { AddressCandidate } from '@sse/core';

/** A request as far as it must be known to see that it is not an OSS request, and to be answered then. */
export interface OwnRequest extends ReceivedRpc {
  /** The most plausible reading of what it addresses. */
  readonly address: AddressCandidate | undefined;
}

/**
 * What this server answers beside the OSS protocol, only where the Host names no bucket: `/_sse/health`, which needs no signature, and the RPC
 * interfaces. `undefined` for OSS requests.
 */
export async function ownEndpoint(request: OwnRequest, rpc: RpcEndpoint): Promise<RpcAnswer | undefined> {
  if (isHealthCheck(request)) {
    return { reply: { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"status":"ok"}\n' } };
  }
  return isRpcRequest(request) ? rpc(request) : undefined;
}

/** Whether a request only asks if the server is there. */
export function isHealthCheck({ method, target, address }: Pick<OwnRequest, 'method' | 'target' | 'address'>): boolean {
  return address?.style === 'path' && target.path === '/_sse/health' && (method === 'GET' || method === 'HEAD');
}
