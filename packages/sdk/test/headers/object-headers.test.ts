import { describe, expect, it } from 'vitest';
import { objectHeaders } from '../../src/headers/object-headers.ts';
import { conditionHeaders } from '../../src/headers/read-conditions.ts';

describe('objectHeaders', () => {
  it('writes everything that is given', () => {
    const headers = objectHeaders({
      contentType: 'text/plain',
      cacheControl: 'no-cache',
      contentDisposition: 'attachment; filename=a',
      contentEncoding: 'gzip',
      contentLanguage: 'en',
      expires: new Date('2026-11-21T21:06:10.000Z'),
      metadata: { a: '1' },
      encryption: { algorithm: 'SM4' },
    });
    expect(headers).toEqual({
      'content-type': 'text/plain',
      'cache-control': 'no-cache',
      'content-disposition': 'attachment; filename=a',
      'content-encoding': 'gzip',
      'content-language': 'en',
      expires: 'Sat, 21 Nov 2026 21:06:10 GMT',
      'x-oss-meta-a': '1',
      'x-oss-server-side-encryption': 'SM4',
    });
  });

  it('writes nothing of what is absent', () => {
    expect(objectHeaders({})).toEqual({});
  });

  it('refuses a header that would begin another', () => {
    expect(() => objectHeaders({ contentType: 'text/plain\r\nx-oss-acl: public-read' })).toThrow(/content-type/);
  });
});

describe('conditionHeaders', () => {
  it('writes the conditions that are given', () => {
    const at = new Date('2026-11-21T21:06:10.000Z');
    expect(conditionHeaders({ ifMatch: '"A"', ifNoneMatch: '"B"', ifModifiedSince: at, ifUnmodifiedSince: at })).toEqual({
      'if-match': '"A"',
      'if-none-match': '"B"',
      'if-modified-since': 'Sat, 21 Nov 2026 21:06:10 GMT',
      'if-unmodified-since': 'Sat, 21 Nov 2026 21:06:10 GMT',
    });
    expect(conditionHeaders({})).toEqual({});
  });
});
