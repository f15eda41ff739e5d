import { firstValue, OssError, type AddressCandidate, type HeaderRecord, type ParsedTarget } from '@sse/core';
import type { Reply } from './reply.ts';

/** A request as far as it must be known to see that it is not an OSS request. */
export interface OwnRequest {
  readonly method: string;
  readonly target: ParsedTarget;
  readonly headers: HeaderRecord;
  /** The most plausible reading of what it addresses. */
  readonly address: AddressCandidate | undefined;
}

/**
 * What this server answers beside the OSS protocol, only where the Host names no bucket: `/_sse/health`, which needs no signature.
 * `undefined` for OSS requests. The KMS and STS APIs (`Action=`, `x-acs-action`) throw a named `NotImplemented`.
 */
export function ownEndpoint({ method, target, headers, address }: OwnRequest): Reply | undefined {
  if (address === undefined || address.style !== 'path') return undefined;
  if (target.path === '/_sse/health' && (method === 'GET' || method === 'HEAD')) {
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"status":"ok"}\n' };
  }
  const action = headers['x-acs-action'] ?? (target.path === '/' ? firstValue(target.query, 'Action') : undefined);
  if (action === undefined) return undefined;
  throw new OssError('NotImplemented', { message: 'The KMS and STS APIs are not implemented by this server.' });
}
