import { describe, expect, it } from 'vitest';
import { CAPTURE_BOOK, CAPTURE_CLOCK, captureRequest, capturesOf, type WireCapture } from './signer-vectors.ts';
import { receive } from './receive.ts';

const SCHEMES = ['OSS-V1-header', 'OSS-V1-query', 'OSS-V4-header', 'OSS-V4-query'];
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

describe('signature version V2', () => {
  it.each(capturesOf('OSS-V2-header'))('is refused by name: $case', (capture) => {
    const known = { credentials: capture.credentials, book: CAPTURE_BOOK, now: CAPTURE_CLOCK };
    expect(receive(captureRequest(capture), known)).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining('OSS2') });
  });

  it.each(capturesOf('OSS-V2-header'))('comes after the access key, which must be known: $case', (capture) => {
    const known = { credentials: { ...capture.credentials, accessKeyId: 'another' }, book: CAPTURE_BOOK, now: CAPTURE_CLOCK };
    const details = { OSSAccessKeyId: capture.credentials.accessKeyId };
    expect(receive(captureRequest(capture), known)).toMatchObject({
      code: 'InvalidAccessKeyId',
      status: 403,
      ec: '0002-00000902',
      details,
    });
  });
});
