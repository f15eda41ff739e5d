import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import type { SignedResource } from './signed-resource.ts';

/** An access key, with its STS token when it is a temporary one. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** A request that a client is about to send: the resource, and all that the signature may cover. */
export interface SignableRequest extends SignedResource {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Decoded pairs; absent means none. */
  readonly query?: QueryPairs;
  /** Names in any case; absent means none. */
  readonly headers?: HeaderRecord;
}

/** The headers of `headers` and then of `added` under lower-case names. */
export function lowerCaseHeaders(headers: HeaderRecord = {}, added: HeaderRecord = {}): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(headers), ...Object.entries(added)]) {
    if (value !== undefined) lower[name.toLowerCase()] = value;
  }
  return lower;
}
