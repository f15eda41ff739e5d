import { readFileSync } from 'node:fs';
import type { AddressBook } from '../../src/address/index.ts';
import {
  percentEncode,
  percentEncodePath,
  resourcePath,
  type SignableRequest,
  type SigningCredentials,
} from '../../src/signature/index.ts';
import type { WireRequest } from '../../src/http/index.ts';

type Pairs = readonly (readonly [string, string])[];

/** A signature vector of one of the schemes that are covered; fields of other schemes are left out. */
export interface SignerVector {
  readonly id: string;
  readonly scheme: string;
  readonly credentials: SigningCredentials;
  readonly request: {
    readonly method: string;
    readonly bucket: string;
    readonly key: string | null;
    readonly query: Pairs;
    readonly headers: Pairs;
  } & {
    readonly expires?: number;
  };
  readonly signingTimeUnix?: number;
  readonly region?: string;
  readonly product?: string;
  readonly additionalHeadersRequested?: readonly string[];
  readonly expiresSeconds?: number;
  readonly intermediates: { readonly stringToSign: string; readonly canonicalRequest?: string; readonly signingKeyHex?: string };
  readonly expected: { readonly signature: string; readonly authorization?: string; readonly query?: Readonly<Record<string, string>> };
}

/** A request that a real SDK sent. */
export interface WireCapture {
  readonly case: string;
  readonly scheme: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Pairs;
  readonly credentials: SigningCredentials;
  readonly resolvesTo: { readonly bucket: string | null; readonly key: string; readonly addressing: string };
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../vectors/signer/${name}`, import.meta.url), 'utf8'));

/** Everything in the vector file. */
export const SIGNER_VECTORS: { readonly vectors: readonly SignerVector[]; readonly wireCaptures: readonly WireCapture[] } =
  read('signer-vectors.json');

/** Requests of signature version V2 beyond those of the vector file, which has none in URLs and none with additional headers. */
const OSS2_V2_REQUESTS: { readonly wireCaptures: readonly WireCapture[] } = read('oss2-v2-requests.json');

/** Every captured request. */
export const CAPTURES: readonly WireCapture[] = [...SIGNER_VECTORS.wireCaptures, ...OSS2_V2_REQUESTS.wireCaptures];

/** The vectors of one scheme; fails when there are none. */
export function vectorsOf(scheme: string): readonly SignerVector[] {
  return some(SIGNER_VECTORS.vectors.filter((vector) => vector.scheme === scheme));
}

/** The captures of one scheme; fails when there are none. */
export function capturesOf(scheme: string): readonly WireCapture[] {
  return some(CAPTURES.filter((capture) => capture.scheme === scheme));
}

/** The clock of the capture runs lay within minutes of this moment. */
export const CAPTURE_CLOCK = Date.UTC(2026, 10, 21, 21, 8, 0);

/** What the capture server knew: its own endpoint, and for CNAME requests the bucket of its host. */
export const CAPTURE_BOOK: AddressBook = { baseDomains: ['localhost:18080'], cnames: { localhost: 'examplebucket' } };

/** A capture as node would hand it over. */
export function captureRequest({ method, target, headers }: WireCapture): WireRequest {
  return { method, target, headers: headerRecord(headers) };
}

/** Header pairs as a record of lower-case names. */
export function headerRecord(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

/** A signable request as it goes over the wire in path style, with what the signer added. */
export function pathStyleRequest(request: SignableRequest, added: { query?: Pairs; headers?: Record<string, string> }): WireRequest {
  const pairs = [...(request.query ?? []), ...(added.query ?? [])];
  const query = pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
  const target = `${percentEncodePath(resourcePath(request))}${query === '' ? '' : `?${query}`}`;
  const headers = { ...lowerCased(request.headers), ...added.headers, host: '127.0.0.1:8080' };
  return { method: request.method, target, headers };
}

function lowerCased(headers: SignableRequest['headers'] = {}): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function some<T>(list: readonly T[]): readonly T[] {
  if (list.length === 0) throw new Error('the vector file has no entry of this kind');
  return list;
}
