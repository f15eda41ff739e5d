import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import { hash, hmac, toHex, utf8 } from '../primitives/index.ts';
import { canonicalHeader } from './canonical-header.ts';
import { canonicalQuery } from './canonical-query.ts';
import type { V4Scope } from './claim.ts';
import { percentEncodePath } from './percent-encode.ts';
import { resourcePath, type SignedResource } from './signed-resource.ts';

/** Name of the V4 algorithm in headers, URLs and the string to sign. */
export const V4_ALGORITHM = 'OSS4-HMAC-SHA256';
/** The one payload hash that OSS accepts. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** Last part of a V4 credential. */
export const V4_REQUEST = 'aliyun_v4_request';
/** The longest validity of a V4 URL in seconds: seven days. */
export const MAX_V4_EXPIRES_SECONDS = 604_800;

/** The parts of a request that a V4 signature covers, without the resource. */
export interface V4Parts {
  readonly method: string;
  /** Lower-case names. */
  readonly headers: HeaderRecord;
  /** Decoded pairs; `x-oss-signature` is left out of the canonical form. */
  readonly query: QueryPairs;
  /** Lower case, sorted. */
  readonly additionalHeaders: readonly string[];
  /** Value of `x-oss-content-sha256`, or `UNSIGNED-PAYLOAD` in a URL. */
  readonly payloadHash: string;
}

/** A V4 canonical request around the hole where the resource goes, so that several candidates share the work. */
export interface V4Frame {
  readonly head: string;
  readonly tail: string;
}

/** Makes the signing key of a scope from an access key secret. */
export type DeriveV4Key = (accessKeySecret: string, scope: V4Scope) => Uint8Array;

/** Everything of a V4 canonical request but the resource (protocol reference §3.4). */
export function v4Frame({ method, headers, query, additionalHeaders, payloadHash }: V4Parts): V4Frame {
  const canonicalHeaders = signedHeaderNames(headers, additionalHeaders)
    .map((name) => `${name}:${canonicalHeader(headers, name)}\n`)
    .join('');
  const tail = `\n${canonicalQuery(query)}\n${canonicalHeaders}\n${additionalHeaders.join(';')}\n${payloadHash}`;
  return { head: `${method}\n`, tail };
}

/** The V4 canonical request of a resource. */
export function v4CanonicalRequest(frame: V4Frame, resource: SignedResource): string {
  return `${frame.head}${percentEncodePath(resourcePath(resource))}${frame.tail}`;
}

/** The V4 string to sign; `timestamp` is the value of `x-oss-date`, or of `Date` where that is missing. */
export function v4StringToSign(timestamp: string, scope: V4Scope, canonicalRequest: string): string {
  return `${V4_ALGORITHM}\n${timestamp}\n${scopeText(scope)}\n${toHex(hash('sha256', utf8(canonicalRequest)))}`;
}

/** The V4 signing key of a scope: 32 bytes, good for one day, region and product. */
export const deriveV4Key: DeriveV4Key = (accessKeySecret, { date, region, product }) =>
  [date, region, product, V4_REQUEST].reduce((key, part) => hmac('sha256', key, utf8(part)), utf8(`aliyun_v4${accessKeySecret}`));

/** The V4 signature of a string under a derived key: 64 hex digits. */
export function v4Signature(signingKey: Uint8Array, stringToSign: string): string {
  return toHex(hmac('sha256', signingKey, utf8(stringToSign)));
}

/** `<date>/<region>/<product>/aliyun_v4_request`. */
export function scopeText({ date, region, product }: V4Scope): string {
  return `${date}/${region}/${product}/${V4_REQUEST}`;
}

/** Whether V4 signs a header without being asked to. */
export function isSignedByDefault(name: string): boolean {
  return name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5';
}

function signedHeaderNames(headers: HeaderRecord, additionalHeaders: readonly string[]): string[] {
  const additional = new Set(additionalHeaders);
  const names: string[] = [];
  for (const name of Object.keys(headers)) {
    if (headers[name] !== undefined && (isSignedByDefault(name) || additional.has(name))) names.push(name);
  }
  return names.toSorted();
}
