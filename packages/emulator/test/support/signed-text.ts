import {
  percentEncode,
  percentEncodePath,
  presignV1,
  presignV2,
  presignV4,
  signV1Header,
  signV2Header,
  signV4Header,
  type QueryPairs,
} from '@sse/core';
import type { Dice } from './mangled-requests.ts';
import type { Target } from './signed-request.ts';

/** What a request asks for. */
export interface Asked {
  readonly method: string;
  readonly bucket?: string | undefined;
  readonly key?: string;
  readonly query?: QueryPairs;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const REGION = 'cn-hangzhou';

/** One of several, by chance. */
export const one = <T>(from: readonly T[], dice: Dice): T => from[dice(from.length)] as T;

/** Up to `most` of several, by chance. */
export const some = <T>(from: readonly T[], most: number, dice: Dice): T[] => Array.from({ length: dice(most + 1) }, () => one(from, dice));

/** UTF-8 as text in Latin-1. */
export const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** A request line, headers and body; the headers say how long that is. */
export function written(line: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const length = body === '' && /^(?:GET|HEAD|DELETE|OPTIONS) /.test(line) ? {} : { 'content-length': `${body.length}` };
  const fields = Object.entries({ host: 'localhost', ...length, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line}\r\n${fields.join('')}\r\n${body}`;
}

/** A path-style request that is signed rightly, in one of six ways. */
export function signed(target: Target, { method, bucket, key: name = '', query = [], headers = {}, body = '' }: Asked, dice: Dice): string {
  const request = { method, ...(bucket === undefined ? { key: name } : { bucket, key: name }), query, headers };
  const now = Date.now();
  const ways = [
    () => ({ headers: signV1Header(request, { credentials: target, now }), query: [] }),
    () => ({ headers: signV2Header(request, { credentials: target, now }), query: [] }),
    () => ({ headers: signV4Header(request, { credentials: target, now, region: REGION }), query: [] }),
    () => ({ headers: {}, query: presignV1(request, { credentials: target, expires: Math.floor(now / 1000) + 600 }) }),
    () => ({ headers: {}, query: presignV2(request, { credentials: target, expires: Math.floor(now / 1000) + 600 }) }),
    () => ({ headers: {}, query: presignV4(request, { credentials: target, now, region: REGION, expires: 600 }) }),
  ];
  const signature = one(ways, dice)();
  const pairs = [...query, ...signature.query].map(
    ([term, value]) => `${percentEncode(term)}${value === '' ? '' : `=${percentEncode(value)}`}`,
  );
  const path = `/${bucket ?? ''}${name === '' ? '' : `/${percentEncodePath(name)}`}`;
  return written(
    `${method} ${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`} HTTP/1.1`,
    { ...headers, ...signature.headers },
    body,
  );
}
