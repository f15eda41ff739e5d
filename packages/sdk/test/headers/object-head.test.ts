import { describe, expect, it } from 'vitest';
import { readObjectHead } from '../../src/headers/object-head.ts';

function head(headers: Record<string, string>): ReturnType<typeof readObjectHead> {
  return readObjectHead({ status: 200, requestId: undefined, headers }, 'HeadObject');
}

describe('readObjectHead', () => {
  it('reads what the service says', () => {
    const read = head({
      'content-length': '12',
      etag: '"ABC"',
      'last-modified': 'Sat, 21 Nov 2026 21:06:10 GMT',
      'content-type': 'text/plain',
      'x-oss-hash-crc64ecma': '18446744073709551615',
      'x-oss-object-type': 'Normal',
      'x-oss-storage-class': 'IA',
      'x-oss-server-side-encryption': 'KMS',
      'x-oss-server-side-encryption-key-id': 'key',
      'x-oss-meta-a': '1',
    });
    expect(read).toMatchObject({
      size: 12,
      etag: '"ABC"',
      lastModified: new Date('2026-11-21T21:06:10.000Z'),
      contentType: 'text/plain',
      crc64: 18446744073709551615n,
      objectType: 'Normal',
      storageClass: 'IA',
      encryption: { algorithm: 'KMS', keyId: 'key' },
      metadata: { a: '1' },
    });
  });

  it('takes the size of the whole object from a part', () => {
    expect(head({ 'content-length': '2', 'content-range': 'bytes 0-1/12' }).size).toBe(12);
  });

  it('leaves out what is absent or unreadable', () => {
    const read = head({ 'content-range': 'bytes 0-1/*', 'x-oss-hash-crc64ecma': 'x', 'last-modified': 'today' });
    expect(read).toMatchObject({ size: undefined, crc64: undefined, lastModified: undefined, encryption: undefined, metadata: {} });
  });
});
