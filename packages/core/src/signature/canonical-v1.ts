import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import { hmac, toBase64, utf8 } from '../primitives/index.ts';
import { canonicalHeader } from './canonical-header.ts';
import { resourcePath, type SignedResource } from './signed-resource.ts';
import { isSignedSubResource } from './signed-sub-resources.ts';

/** The parts of a request that a V1 signature covers, without the resource. */
export interface V1Parts {
  readonly method: string;
  /** Lower-case names. */
  readonly headers: HeaderRecord;
  /** Decoded pairs; of duplicates the first counts. */
  readonly query: QueryPairs;
  /** What stands in the Date slot: `x-oss-date`, else `Date`; in a URL the value of `Expires`. */
  readonly date: string;
}

/** A V1 string to sign around the hole where the resource goes, so that several candidates share the work. */
export interface V1Frame {
  readonly head: string;
  readonly tail: string;
}

/** Everything of a V1 string to sign but the resource (protocol reference §3.1). */
export function v1Frame({ method, headers, query, date }: V1Parts): V1Frame {
  let head = `${method}\n${canonicalHeader(headers, 'content-md5')}\n${canonicalHeader(headers, 'content-type')}\n${date}\n`;
  for (const name of ossHeaderNames(headers)) head += `${name}:${canonicalHeader(headers, name)}\n`;
  return { head, tail: canonicalSubResources(query) };
}

/** The V1 string to sign of a resource: `/bucket/key`, `/bucket/` or `/` in the frame; the key is not percent-encoded. */
export function v1StringToSign(frame: V1Frame, resource: SignedResource): string {
  return `${frame.head}${resourcePath(resource)}${frame.tail}`;
}

/** The V1 signature of a string: base64 of HMAC-SHA1. */
export function v1Signature(accessKeySecret: string, stringToSign: string): string {
  return toBase64(hmac('sha1', utf8(accessKeySecret), utf8(stringToSign)));
}

function ossHeaderNames(headers: HeaderRecord): string[] {
  const names: string[] = [];
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-oss-') && headers[name] !== undefined) names.push(name);
  }
  return names.toSorted();
}

function canonicalSubResources(query: QueryPairs): string {
  const signed = new Map<string, string>();
  for (const [name, value] of query) {
    if (isSignedSubResource(name) && !signed.has(name)) signed.set(name, value);
  }
  if (signed.size === 0) return '';
  const names = [...signed.keys()].toSorted();
  return `?${names.map((name) => pair(name, signed.get(name))).join('&')}`;
}

function pair(name: string, value: string | undefined): string {
  return value ? `${name}=${value}` : name;
}
