import { describe, expect, it } from 'vitest';
import { CAPTURE_BOOK, CAPTURE_CLOCK, captureRequest, capturesOf, type WireCapture } from './signer-vectors.ts';
import { OssError } from '../../src/errors/index.ts';
import { parseTarget } from '../../src/http/index.ts';
import { presignV2, signV2Header, type SignableRequest } from '../../src/signature/index.ts';
import { claimOf, receive } from './receive.ts';

const SCHEMES = ['OSS-V1-header', 'OSS-V1-query', 'OSS-V2-header', 'OSS-V2-query', 'OSS-V4-header', 'OSS-V4-query'];
/** What the signer of a V2 URL puts in itself. */
const ADDED = new Set(['x-oss-signature-version', 'x-oss-expires', 'x-oss-access-key-id', 'x-oss-signature', 'security-token']);
const STYLES: Readonly<Record<string, string>> = { vhost: 'virtual-host', path: 'path', 'cname-examplebucket': 'cname' };

function expectedAddress({ resolvesTo: { bucket, key, addressing } }: WireCapture): object {
  return { style: STYLES[addressing], key, ...(bucket === null ? {} : { bucket }) };
}

describe.each(SCHEMES)('requests captured from SDKs, %s', (scheme) => {
  it.each(capturesOf(scheme))('$case: $method $target', (capture) => {
    const known = { credentials: capture.credentials, book: CAPTURE_BOOK, now: CAPTURE_CLOCK };
    expect(receive(captureRequest(capture), known)).toEqual(expectedAddress(capture));
  });
});

/** oss2 sends the names of additional headers in any order and signs them as sent; the signer here sorts them. */
const sortedNames = ({ target }: WireCapture) => !target.includes('content-length%3Bcache-control');

describe.each(['OSS-V2-header', 'OSS-V2-query'])('the signer of %s', (scheme) => {
  it.each(capturesOf(scheme).filter(sortedNames))('signs as the SDK did: $case', (capture) => {
    const { credentials, resolvesTo } = capture;
    const captured = captureRequest(capture);
    const target = parseTarget(captured.target);
    if (target instanceof OssError) throw target;
    const { authorization, ...headers } = captured.headers;
    const claim = claimOf(captured);
    if (claim === 'anonymous' || !('additionalHeaders' in claim)) throw new Error('expected a claim of V2');
    const { 'x-oss-security-token': _, ...unsigned } = headers;
    const request: SignableRequest = {
      method: captured.method,
      bucket: resolvesTo.bucket ?? undefined,
      key: resolvesTo.key,
      query: target.query.filter(([name]) => !ADDED.has(name)),
      headers: unsigned,
    };
    const additionalHeaders = [...claim.additionalHeaders, 'absent', 'x-oss-meta-a'];
    if (claim.scheme === 'v2-query') {
      const pairs = presignV2(request, { credentials, expires: Number(claim.expires), additionalHeaders });
      expect(Object.fromEntries(pairs)['x-oss-signature']).toBe(claim.signature);
    } else {
      const added = signV2Header(request, { credentials, now: 0, additionalHeaders });
      expect(added['authorization']?.split('Signature:')[1]).toBe(authorization?.split('Signature:')[1]);
    }
  });
});
