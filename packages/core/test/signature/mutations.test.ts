import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import type { WireRequest } from '../../src/http/index.ts';
import { isSignedSubResource } from '../../src/signature/index.ts';
import { receive } from './receive.ts';
import { CAPTURE_BOOK, CAPTURE_CLOCK, captureRequest, capturesOf } from './signer-vectors.ts';

interface Mutant {
  readonly change: string;
  readonly request: WireRequest;
}

const SIGNED_HEADER = /^(?:x-oss-.*|content-type|content-md5)$/;
/** Parameters that carry the signature: a V1 string to sign holds them elsewhere or not at all, but changing them must fail too. */
const CARRIERS = new Set(['OSSAccessKeyId', 'Expires', 'Signature', 'x-oss-signature']);

/** Another value of the same shape, so that the mutant is not refused for its form alone: digits stay digits, dates stay dates. */
function altered(value: string): string {
  const digit = value.search(/\d(?=\D*$)/);
  if (digit < 0) return value === '' ? 'x' : `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
  return `${value.slice(0, digit)}${(Number(value[digit]) + 1) % 10}${value.slice(digit + 1)}`;
}

function headerMutants(request: WireRequest, dateIsSigned: boolean): Mutant[] {
  const signed = Object.keys(request.headers).filter((name) => SIGNED_HEADER.test(name) || (dateIsSigned && name === 'date'));
  return signed.flatMap((name) => [
    { change: `${name} altered`, request: { ...request, headers: { ...request.headers, [name]: altered(request.headers[name] ?? '') } } },
    { change: `${name} removed`, request: { ...request, headers: { ...request.headers, [name]: undefined } } },
  ]);
}

function queryMutants(request: WireRequest, isSigned: (name: string) => boolean): Mutant[] {
  const [path = '', query = ''] = request.target.split('?');
  const pieces = query === '' ? [] : query.split('&');
  return pieces.flatMap((piece, index) => {
    const [name = '', value = ''] = piece.split('=');
    if (!isSigned(name)) return [];
    const withPiece = (other: string[]) => `${path}?${[...pieces.slice(0, index), ...other, ...pieces.slice(index + 1)].join('&')}`;
    return [
      { change: `${name} altered`, request: { ...request, target: withPiece([`${name}=${altered(value)}`]) } },
      { change: `${name} removed`, request: { ...request, target: withPiece([]) } },
    ];
  });
}

function mutants(request: WireRequest, version: 'V1' | 'V4'): Mutant[] {
  const [path = '', query] = request.target.split('?');
  const withPath = (other: string) => ({ ...request, target: query === undefined ? other : `${other}?${query}` });
  const added = { ...request.headers, 'x-oss-meta-added': 'by somebody else' };
  const list = [
    { change: 'method', request: { ...request, method: request.method === 'PUT' ? 'POST' : 'PUT' } },
    { change: 'path', request: withPath(`${path}z`) },
    { change: 'header added', request: { ...request, headers: added } },
    ...headerMutants(request, version === 'V1' && request.headers['x-oss-date'] === undefined),
    ...queryMutants(request, (name) => version === 'V4' || CARRIERS.has(name) || isSignedSubResource(name)),
  ];
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) {
    // The last but one character: the last one before `=` may hold unused bits of base64.
    const forged = `${authorization.slice(0, -5)}${altered(authorization.slice(-5, -3))}${authorization.slice(-3)}`;
    list.push({ change: 'signature', request: { ...request, headers: { ...request.headers, authorization: forged } } });
  }
  return list;
}

describe.each([
  ['OSS-V1-header', 'V1'],
  ['OSS-V1-query', 'V1'],
  ['OSS-V4-header', 'V4'],
  ['OSS-V4-query', 'V4'],
] as const)('one changed element, %s', (scheme, version) => {
  it.each(capturesOf(scheme))('is noticed: $case $method', (capture) => {
    const known = { credentials: capture.credentials, book: CAPTURE_BOOK, now: CAPTURE_CLOCK };
    const all = mutants(captureRequest(capture), version);
    const accepted = all.filter(({ request }) => !(receive(request, known) instanceof OssError)).map(({ change }) => change);
    expect(accepted).toEqual([]);
    expect(all.length).toBeGreaterThan(3);
  });

  it.each(capturesOf(scheme))('is noticed when it is the secret: $case $method', (capture) => {
    const credentials = { ...capture.credentials, accessKeySecret: 'sk2' };
    const known = { credentials, book: CAPTURE_BOOK, now: CAPTURE_CLOCK };
    expect(receive(captureRequest(capture), known)).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});
