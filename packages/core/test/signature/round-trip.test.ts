import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressBook } from '../../src/address/index.ts';
import { OssError } from '../../src/errors/index.ts';
import {
  percentEncode,
  percentEncodePath,
  presignV1,
  presignV2,
  presignV4,
  signV1Header,
  signV2Header,
  signV4Header,
} from '../../src/signature/index.ts';
import type { SignableRequest, SigningCredentials } from '../../src/signature/index.ts';
import type { WireRequest } from '../../src/http/index.ts';
import { receive } from './receive.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
const BOOK: AddressBook = { baseDomains: ['oss.test'], cnames: { 'cname.test': 'bound-bucket' } };

interface Added {
  readonly headers?: Record<string, string>;
  readonly query?: readonly (readonly [string, string])[];
}

const SIGNERS: Readonly<Record<string, (request: SignableRequest, credentials: SigningCredentials) => Added>> = {
  'V1 header': (request, credentials) => ({ headers: signV1Header(request, { credentials, now: NOW }) }),
  'V2 header': (request, credentials) => ({
    headers: signV2Header(request, { credentials, now: NOW, additionalHeaders: ['Range', 'Content-Type', 'absent'] }),
  }),
  'V4 header': (request, credentials) => ({
    headers: signV4Header(request, {
      credentials,
      now: NOW,
      region: 'cn-hangzhou',
      additionalHeaders: ['Range', 'Content-Type', 'absent'],
    }),
  }),
  'V1 URL': (request, credentials) => ({ query: presignV1(request, { credentials, expires: NOW / 1000 + 60 }) }),
  'V2 URL': (request, credentials) => ({
    query: presignV2(request, { credentials, expires: NOW / 1000 + 60, additionalHeaders: ['range', 'content-type'] }),
  }),
  'V4 URL': (request, credentials) => ({
    query: presignV4(request, { credentials, now: NOW, region: 'cn-hangzhou', expires: 60, additionalHeaders: ['range'] }),
  }),
};

type Style = 'virtual-host' | 'cname' | 'path';

/** The request on the wire, with what makes encodings differ between clients: `%2F` or `/`, `+` or `%20`, `k` or `k=`; spaces around header values do not arrive. */
function onTheWire(request: SignableRequest, style: Style, added: Added, loose: boolean): WireRequest {
  const { bucket = '', key = '' } = request;
  const encode = (text: string) => (loose ? percentEncode(text).replaceAll('%20', '+') : percentEncode(text));
  const path = style === 'path' ? `/${bucket}/${loose ? encode(key) : percentEncodePath(key)}` : `/${percentEncodePath(key)}`;
  const pairs = [...(request.query ?? []), ...(added.query ?? [])];
  const query = pairs.map(([name, value]) => (value === '' && loose ? encode(name) : `${encode(name)}=${encode(value)}`)).join('&');
  const host = { 'virtual-host': `${bucket}.oss.test`, cname: 'cname.test', path: '127.0.0.1' }[style];
  const sent = Object.entries({ host, ...request.headers, ...added.headers }).map(([name, value]) => [name, value?.trim()]);
  return { method: request.method, target: `${path}?${query}`, headers: Object.fromEntries(sent) };
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const parameters = fc.uniqueArray(
  fc.tuple(fc.oneof(fc.constantFrom('acl', 'versionId', 'prefix', 'response-content-type', 'x-oss-process', 'Zeta'), text), text),
  { selector: ([name]) => name },
);
const requests = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
  bucket: fc.constantFrom('bucket', 'oss-bucket', 'bound-bucket'),
  key: fc.oneof(fc.constant(''), text),
  query: parameters.map((pairs) => pairs.filter(([name]) => name !== '')),
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'content-md5', 'x-oss-meta-a', 'x-oss-meta-b', 'range'),
    fc.constantFrom('a', ' b ', 'c, d', ''),
  ),
});
const credentials = fc.record({
  accessKeyId: fc.constant('ak'),
  accessKeySecret: fc.string({ minLength: 1 }),
  securityToken: fc.option(fc.constant('token+/='), { nil: undefined }),
});

describe.each(Object.entries(SIGNERS))('%s', (_, sign) => {
  it('verifies what it signed, in every style of address and encoding', () => {
    fc.assert(
      fc.property(
        requests,
        credentials,
        fc.constantFrom<Style>('virtual-host', 'cname', 'path'),
        fc.boolean(),
        (drawn, keys, style, loose) => {
          const bucket = style === 'cname' ? 'bound-bucket' : drawn.bucket;
          const { host: _host, ...headers } = drawn.headers;
          const request: SignableRequest = { ...drawn, bucket, headers };
          const wire = onTheWire(request, style, sign(request, keys), loose);
          expect(receive(wire, { credentials: keys, book: BOOK, now: NOW })).toEqual({ style, bucket, key: drawn.key });
          const other = { ...keys, accessKeySecret: `${keys.accessKeySecret}x` };
          expect(receive(wire, { credentials: other, book: BOOK, now: NOW })).toBeInstanceOf(OssError);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a header that is not ASCII', () => {
  it('is signed by the bytes that travel: UTF-8 as text, anything else as Latin-1', () => {
    const keys = { accessKeyId: 'ak', accessKeySecret: 'sk' };
    for (const [signed, sent] of [
      ['中', '\u00e4\u00b8\u00ad'],
      ['caf\u00e9', 'caf\u00e9'],
    ] as const) {
      for (const sign of Object.values(SIGNERS)) {
        const request: SignableRequest = { method: 'PUT', bucket: 'bucket', key: 'k', headers: { 'x-oss-meta-name': signed } };
        const wire = onTheWire({ ...request, headers: { 'x-oss-meta-name': sent } }, 'path', sign(request, keys), false);
        expect(receive(wire, { credentials: keys, book: BOOK, now: NOW })).toMatchObject({ bucket: 'bucket', key: 'k' });
      }
    }
  });
});

describe('duplicates of a signed parameter', () => {
  it.each(['V2 URL', 'V4 URL'])('can not change places in a %s', (scheme) => {
    const keys = { accessKeyId: 'ak', accessKeySecret: 'sk' };
    const request: SignableRequest = {
      method: 'GET',
      bucket: 'bucket',
      key: 'k',
      query: [
        ['versionId', '2'],
        ['versionId', '1'],
      ],
    };
    const wire = onTheWire(request, 'path', SIGNERS[scheme]?.(request, keys) ?? {}, false);
    expect(receive(wire, { credentials: keys, book: BOOK, now: NOW })).toMatchObject({ bucket: 'bucket' });
    const swapped = { ...wire, target: wire.target.replace('versionId=2&versionId=1', 'versionId=1&versionId=2') };
    expect(receive(swapped, { credentials: keys, book: BOOK, now: NOW })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});
