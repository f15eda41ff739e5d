import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import { hmac, toBase64, utf8 } from '../primitives/index.ts';
import { canonicalHeader } from './canonical-header.ts';
import { canonicalQuery } from './canonical-query.ts';
import { percentEncode } from './percent-encode.ts';
import { resourcePath, type SignedResource } from './signed-resource.ts';

/** Name of the V2 algorithm in headers and URLs. */
export const V2_ALGORITHM = 'OSS2';

/** The parts of a request that a V2 signature covers, without the resource. */
export interface V2Parts {
  readonly method: string;
  /** Lower-case names. */
  readonly headers: HeaderRecord;
  /** Decoded pairs, all of them signed; `x-oss-signature` is left out of the canonical form. */
  readonly query: QueryPairs;
  /** Lower case, sorted. */
  readonly additionalHeaders: readonly string[];
  /** What stands in the Date slot: `x-oss-date`, else `Date`; in a URL the value of `x-oss-expires`. */
  readonly date: string;
}

/** A V2 string to sign around the hole where the resource goes, so that several candidates share the work. */
export interface V2Frame {
  readonly head: string;
  readonly tail: string;
}

/** Everything of a V2 string to sign but the resource (protocol reference §3.3). */
export function v2Frame({ method, headers, query, additionalHeaders, date }: V2Parts): V2Frame {
  const canonicalHeaders = signedHeaderNames(headers, additionalHeaders)
    .map((name) => `${name}:${canonicalHeader(headers, name)}\n`)
    .join('');
  const slots = [method, canonicalHeader(headers, 'content-md5'), canonicalHeader(headers, 'content-type'), date].join('\n');
  const parameters = canonicalQuery(query);
  return { head: `${slots}\n${canonicalHeaders}${additionalHeaders.join(';')}\n`, tail: parameters === '' ? '' : `?${parameters}` };
}

/** The V2 string to sign of a resource, whose slashes are percent-encoded as everything else. */
export function v2StringToSign(frame: V2Frame, resource: SignedResource): string {
  return `${frame.head}${percentEncode(resourcePath(resource))}${frame.tail}`;
}

/** The V2 signature of a string: base64 of HMAC-SHA256. */
export function v2Signature(accessKeySecret: string, stringToSign: string): string {
  return toBase64(hmac('sha256', utf8(accessKeySecret), utf8(stringToSign)));
}

function signedHeaderNames(headers: HeaderRecord, additionalHeaders: readonly string[]): string[] {
  const additional = new Set(additionalHeaders);
  const names: string[] = [];
  for (const name of Object.keys(headers)) {
    if (headers[name] !== undefined && (name.startsWith('x-oss-') || additional.has(name))) names.push(name);
  }
  return names.toSorted();
}
