import { headerText, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { hash, hmac, toHex, utf8 } from '../primitives/index.ts';
import { percentEncode, percentEncodePath } from '../signature/percent-encode.ts';

/** Name of the algorithm in the header and in the string to sign. */
export const ACS3_ALGORITHM = 'ACS3-HMAC-SHA256';

/** What an ACS3 signature covers. */
export interface Acs3Parts {
  readonly method: string;
  /** Decoded path. */
  readonly path: string;
  readonly query: QueryPairs;
  /** Pairs of the signed headers in any order and case; those of one name are joined, sorted by their values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Hex SHA-256 of the body. */
  readonly payloadHash: string;
}

/** Method, path, sorted query with `=` behind every name, sorted headers, their names and the payload hash (protocol reference §6.1). */
export function acs3CanonicalRequest({ method, path, query, headers, payloadHash }: Acs3Parts): string {
  const pairs = query.toSorted(byName).map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  const values = Map.groupBy(headers, ([name]) => name.toLowerCase());
  const names = [...values.keys()].toSorted();
  const lines = names.map((name) => `${name}:${joined(values.get(name) ?? [])}\n`);
  return [method, percentEncodePath(path), pairs.join('&'), lines.join(''), names.join(';'), payloadHash].join('\n');
}

/** The algorithm and the hex SHA-256 of the canonical request. */
export function acs3StringToSign(canonicalRequest: string): string {
  return `${ACS3_ALGORITHM}\n${toHex(hash('sha256', utf8(canonicalRequest)))}`;
}

/** HMAC-SHA256 of a string to sign under the secret itself: 64 hex digits. */
export function acs3Signature(accessKeySecret: string, stringToSign: string): string {
  return toHex(hmac('sha256', utf8(accessKeySecret), utf8(stringToSign)));
}

/** The headers that have to be signed: those of the interface, the host, and the type of the body. */
export function acs3RequiredHeaders(headers: HeaderRecord): readonly string[] {
  return Object.keys(headers).filter(
    (name) => headers[name] !== undefined && (name.startsWith('x-acs-') || name === 'host' || name === 'content-type'),
  );
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : Number(left > right);
}

function joined(pairs: Acs3Parts['headers']): string {
  const values = pairs.map(([, value]) => headerText(value.replace(/^[ \t]+|[ \t]+$/g, '')));
  return values.toSorted().join(',');
}
