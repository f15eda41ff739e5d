import { describe, expect, it } from 'vitest';
import { requestContext, type RequestFacts } from '../../src/policy/condition-context.ts';

const PLAIN: RequestFacts = { sourceIp: '10.0.0.1', now: Date.UTC(2026, 10, 22, 20, 20, 22, 987), secure: false, query: [] };
const context = (more: Partial<RequestFacts>) => requestContext({ ...PLAIN, ...more });

describe('requestContext', () => {
  it('of an anonymous request over a plain connection says where from and when', () => {
    expect(context({})).toEqual({
      'acs:SourceIp': '10.0.0.1',
      'acs:CurrentTime': '2026-11-22T20:20:22Z',
      'acs:SecureTransport': ['false', 'HTTP'],
    });
  });

  it('says who signed, with what client and over which TLS', () => {
    expect(context({ accessKeyId: 'LTAI', userAgent: 'ossutil', secure: true, tlsVersion: 'TLSv1.2' })).toMatchObject({
      'acs:AccessId': 'LTAI',
      'acs:MFAPresent': 'false',
      'acs:UserAgent': 'ossutil',
      'acs:SecureTransport': ['true', 'HTTPS'],
      'oss:TLSVersion': '1.2',
    });
  });

  it.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['::1', '::1'],
    ['::ffff:a00:1', '::ffff:a00:1'],
  ])('shows the peer %s as %s', (sourceIp, shown) => {
    expect(context({ sourceIp })['acs:SourceIp']).toBe(shown);
  });

  it.each(['ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'ListMultipartUploads'] as const)(
    '%s has a prefix and a delimiter',
    (operation) => {
      expect(context({ operation })).toMatchObject({ 'oss:Prefix': '', 'oss:Delimiter': '' });
      const query = [
        ['prefix', 'a/'],
        ['delimiter', '/'],
        ['prefix', 'b/'],
      ] as const;
      expect(context({ operation, query })).toMatchObject({ 'oss:Prefix': 'a/', 'oss:Delimiter': '/' });
      expect(context({ operation: 'GetObject', query })).not.toHaveProperty('oss:Prefix');
    },
  );
});
