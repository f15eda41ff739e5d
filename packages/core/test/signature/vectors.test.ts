import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../src/http/index.ts';
import { toHex } from '../../src/primitives/index.ts';
import {
  deriveV4Key,
  presignV1,
  presignV4,
  signV1Header,
  signV4Header,
  v1Frame,
  v1StringToSign,
  v4CanonicalRequest,
  v4Frame,
  v4StringToSign,
  type SignableRequest,
  type V4HeaderOptions,
} from '../../src/signature/index.ts';
import { receive } from './receive.ts';
import { headerRecord, pathStyleRequest, vectorsOf, type SignerVector } from './signer-vectors.ts';

/** The request before signing: without the token that the signer itself puts in. */
function unsigned({ request }: SignerVector): SignableRequest {
  return {
    method: request.method,
    bucket: request.bucket,
    key: request.key ?? '',
    query: request.query.filter(([name]) => name !== 'security-token'),
    headers: Object.fromEntries(request.headers.filter(([name]) => name !== 'x-oss-security-token')),
  };
}

function v4Options({ credentials, signingTimeUnix = 0, region = '', product, additionalHeadersRequested }: SignerVector): V4HeaderOptions {
  return { credentials, now: signingTimeUnix * 1000, region, product, additionalHeaders: additionalHeadersRequested };
}

const resource = ({ request: { bucket, key } }: SignerVector) => ({ style: 'path', bucket, key: key ?? '' });

function dateOf({ request }: SignerVector): string {
  const headers = headerRecord(request.headers);
  return headers['x-oss-date'] ?? headers['date'] ?? '';
}

describe('V1 header vectors', () => {
  it.each(vectorsOf('OSS-V1-header'))('$id', (vector) => {
    const { request, credentials, intermediates, expected } = vector;
    const frame = v1Frame({ ...request, headers: headerRecord(request.headers), date: dateOf(vector) });
    expect(v1StringToSign(frame, resource(vector))).toBe(intermediates.stringToSign);
    const signed = signV1Header(unsigned(vector), { credentials, now: 0 });
    expect(signed['authorization']).toBe(expected.authorization);
    const now = parseHttpDate(dateOf(vector)) ?? 0;
    expect(receive(pathStyleRequest(unsigned(vector), { headers: signed }), { credentials, now })).toEqual(resource(vector));
  });

  it.each(vectorsOf('OSS-V1-header').filter(({ id }) => id !== 'v1-header-doc'))('$id, dated by the signer', (vector) => {
    const request = unsigned(vector);
    const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => name !== 'x-oss-date'));
    const signed = signV1Header({ ...request, headers }, { credentials: vector.credentials, now: parseHttpDate(dateOf(vector)) ?? 0 });
    expect(signed).toMatchObject({ 'x-oss-date': dateOf(vector), authorization: vector.expected.authorization });
  });
});

describe('V1 URL vectors', () => {
  it.each(vectorsOf('OSS-V1-query'))('$id', (vector) => {
    const { request, credentials, intermediates, expected } = vector;
    const expires = request.expires ?? 0;
    const frame = v1Frame({ ...request, headers: headerRecord(request.headers), date: String(expires) });
    expect(v1StringToSign(frame, resource(vector))).toBe(intermediates.stringToSign);
    const pairs = presignV1(unsigned(vector), { credentials, expires });
    expect(Object.fromEntries(pairs)).toMatchObject({ Signature: expected.signature, ...expected.query });
    const wire = pathStyleRequest(unsigned(vector), { query: pairs });
    expect(receive(wire, { credentials, now: expires * 1000 })).toEqual(resource(vector));
  });
});

describe('V4 header vectors', () => {
  it.each(vectorsOf('OSS-V4-header'))('$id', (vector) => {
    const { request, credentials, intermediates, expected, region = '', product = '' } = vector;
    const options = v4Options(vector);
    const headers = headerRecord(request.headers);
    const signed = signV4Header(unsigned(vector), options);
    expect(signed['authorization']).toBe(expected.authorization);
    const additionalHeaders = /AdditionalHeaders=([^,]*)/.exec(expected.authorization ?? '')?.[1]?.split(';') ?? [];
    const frame = v4Frame({ ...request, headers, additionalHeaders, payloadHash: 'UNSIGNED-PAYLOAD' });
    const canonicalRequest = v4CanonicalRequest(frame, resource(vector));
    expect(canonicalRequest).toBe(intermediates.canonicalRequest);
    const timestamp = headers['x-oss-date'] ?? '';
    const scope = { date: timestamp.slice(0, 8), region, product };
    expect(v4StringToSign(timestamp, scope, canonicalRequest)).toBe(intermediates.stringToSign);
    expect(toHex(deriveV4Key(credentials.accessKeySecret, scope))).toBe(intermediates.signingKeyHex);
    const wire = pathStyleRequest(unsigned(vector), { headers: signed });
    expect(receive(wire, { credentials, now: options.now, region, product })).toEqual(resource(vector));
  });
});

describe('V4 URL vectors', () => {
  it.each(vectorsOf('OSS-V4-query'))('$id', (vector) => {
    const { credentials, expected, expiresSeconds: expires = 0, region } = vector;
    const options = v4Options(vector);
    const pairs = presignV4(unsigned(vector), { ...options, expires });
    expect(Object.fromEntries(pairs)).toEqual(expected.query);
    const wire = pathStyleRequest(unsigned(vector), { query: pairs });
    expect(receive(wire, { credentials, now: options.now + expires * 1000, region })).toEqual(resource(vector));
  });
});
