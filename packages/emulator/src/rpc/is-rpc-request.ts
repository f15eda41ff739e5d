import { firstValue, isApiHost, type AddressCandidate, type HeaderRecord, type ParsedTarget } from '@sse/core';
import { isForm } from './read-rpc-request.ts';

/** A request as far as it must be known to see which interface it is for. */
export interface AddressedRequest {
  readonly method: string;
  readonly target: ParsedTarget;
  readonly headers: HeaderRecord;
  /** As the client sent it, with or without a port. */
  readonly host: string;
  /** The most plausible reading of what it addresses. */
  readonly address: AddressCandidate | undefined;
}

/**
 * Whether a request is one of an RPC interface: the vendor's STS and KMS hosts have no other. On hosts of this server it is one of `/` that names an
 * action, in the query or in a header, or posts a form, which no operation of the service takes; never under a bucket's host.
 */
export function isRpcRequest({ method, target, headers, host, address }: AddressedRequest): boolean {
  if (isApiHost(host)) return true;
  if (address?.style !== 'path' || target.path !== '/') return false;
  return (
    headers['x-acs-action'] !== undefined || firstValue(target.query, 'Action') !== undefined || (method === 'POST' && isForm(headers))
  );
}
