import { Fault, presignV4, type HeaderRecord } from '@sse/core';
import { objectHeaders, type ObjectHeaders } from '../headers/object-headers.ts';
import { objectResource } from '../resource.ts';
import { selectingQuery } from '../transport/build-request.ts';
import { operationEntry } from '../transport/call-name.ts';
import type { Transport } from '../transport/call.ts';

interface PresignTarget {
  readonly bucket: string;
  readonly key: string;
  /** Seconds of validity from now on, 1 to 604800 (seven days). */
  readonly expiresSeconds: number;
}

/** A request that somebody without credentials is to be allowed; a write may fix headers that then must be sent. */
export type PresignRequest =
  | (PresignTarget & { readonly operation: 'GetObject' | 'HeadObject' | 'GetObjectMeta' | 'DeleteObject' })
  | (PresignTarget & ObjectHeaders & { readonly operation: 'PutObject' });

/** A request that whoever holds it may send. The URL is a credential until it expires. */
export interface PresignedRequest {
  readonly method: string;
  readonly url: string;
  /** Headers that must be sent exactly so, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

/**
 * Signs a request into a URL with V4 (protocol reference §3.4); sends nothing. Throws `Fault` `misuse` for a validity out of range, and for
 * the keys `.` and `..`, which whoever opens a URL takes for folders.
 */
export async function presign(transport: Transport, request: PresignRequest): Promise<PresignedRequest> {
  const { operation, bucket, key, expiresSeconds } = request;
  const resource = objectResource(bucket, key);
  if (key === '.' || key === '..') throw new Fault('misuse', `expected a key that a URL can carry, got ${key}`);
  const { method } = operationEntry(operation);
  const headers = present(request.operation === 'PutObject' ? objectHeaders(request) : {});
  const query = selectingQuery(operation);
  const { endpoint, region, credentials, now } = await transport.signing();
  const signature = presignV4({ method, ...resource, query, headers }, { credentials, now, region, expires: expiresSeconds });
  const { origin, path } = endpoint.target(resource, [...query, ...signature]);
  return { method, url: origin + path, headers, expiresAt: new Date(Math.floor(now / 1000) * 1000 + expiresSeconds * 1000) };
}

function present(headers: HeaderRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
