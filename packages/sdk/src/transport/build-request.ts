import { signV4Header, type QueryPairs } from '@sse/core';
import type { Credentials } from '../credentials.ts';
import type { Endpoint, Target } from '../endpoint.ts';
import type { Call } from './call.ts';
import { operationEntry, type CallEntry, type CallName } from './call-name.ts';

/** What a request is signed with. */
export interface SigningContext {
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A signed request without its body. */
export interface SignedRequest extends Target {
  readonly method: CallEntry['method'];
  /** Lower-case names. */
  readonly headers: Record<string, string>;
}

/** The query pairs that make a request this operation: the terms of its row, the first value where a term has several. */
export function selectingQuery(name: CallName): QueryPairs {
  return (operationEntry(name).query ?? []).map((term) => (typeof term === 'string' ? [term, ''] : [term[0], term[1] ?? '']));
}

/** The request of a call, signed with V4 in its headers. */
export function buildRequest(call: Call, { endpoint, region, credentials, now }: SigningContext): SignedRequest {
  const { method } = operationEntry(call.operation);
  const query = [...selectingQuery(call.operation), ...(call.query ?? [])];
  const headers: Record<string, string> = { 'user-agent': 'sse-sdk' };
  for (const [name, value] of Object.entries(call.headers ?? {})) if (value !== undefined) headers[name] = value;
  if (call.body?.contentLength !== undefined) headers['content-length'] = String(call.body.contentLength);
  const signature = signV4Header({ method, ...call.resource, query, headers }, { credentials, now, region });
  return { ...endpoint.target(call.resource, query), method, headers: { ...headers, ...signature } };
}
