import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressCandidates, addressLevel, isApiHost, type AddressBook } from '../../src/address/index.ts';

const BOOK: AddressBook = { baseDomains: ['localhost', 'oss.example.com:8080', 'example.com'], cnames: { 'files.example.org': 'bound' } };

/** Candidates in the form `style bucket/key`, the most plausible first. */
function read(host: string | undefined, path: string, book = BOOK): string[] {
  return addressCandidates(host, path, book).map(({ style, bucket, key }) => `${style} ${bucket ?? '-'}|${key}`);
}

describe('addressCandidates', () => {
  it.each([
    ['bucket.localhost:18080', '/k/1', ['virtual-host bucket|k/1', 'path k|1']],
    ['BUCKET.LocalHost', '/k', ['virtual-host bucket|k', 'path k|']],
    ['bucket.oss-cn-hangzhou.aliyuncs.com', '/', ['virtual-host bucket|', 'path -|']],
    ['bucket.oss-cn-hangzhou.aliyuncs.com.', '/', ['virtual-host bucket|', 'path -|']],
    ['bucket.oss-us-west-1-internal.aliyuncs.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['bucket.oss-accelerate-overseas.aliyuncs.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['bucket.vpc100-oss-cn-hangzhou.aliyuncs.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['bucket.oss.aliyuncs.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['bucket.cn-hangzhou.oss.aliyuncs.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['oss-bucket.oss-cn-hangzhou.aliyuncs.com', '/k', ['virtual-host oss-bucket|k', 'path k|']],
    ['oss-bucket.localhost', '/k', ['virtual-host oss-bucket|k', 'path k|']],
    ['bucket.oss.example.com', '/k', ['virtual-host bucket|k', 'path k|']],
    ['oss.example.com', '/b/k', ['path b|k']],
    ['other.example.com', '/b/k', ['virtual-host other|b/k', 'path b|k']],
  ])('virtual host %s%s', (host, path, candidates) => {
    expect(read(host, path)).toEqual(candidates);
  });

  it.each([
    ['localhost:18080', '/', ['path -|']],
    ['localhost', '/bucket', ['path bucket|']],
    ['localhost', '/bucket/', ['path bucket|']],
    ['localhost', '/bucket//k', ['path bucket|/k']],
    ['oss-cn-hangzhou.aliyuncs.com', '/bucket/a b/c', ['path bucket|a b/c']],
    ['127.0.0.1:18080', '/bucket/k', ['path bucket|k']],
    ['[::1]:18080', '/bucket/k', ['path bucket|k']],
    ['[::1', '/bucket/k', ['path bucket|k']],
    ['unknown.example.net', '/bucket/k', ['path bucket|k']],
    ['notlocalhost', '/bucket/k', ['path bucket|k']],
    ['kms.cn-hangzhou.aliyuncs.com', '/bucket/k', ['path bucket|k']],
    ['', '/bucket/k', ['path bucket|k']],
    [undefined, '/bucket/k', ['path bucket|k']],
  ])('path style %s%s', (host, path, candidates) => {
    expect(read(host, path)).toEqual(candidates);
  });

  it.each([
    ['.oss-cn-hangzhou.aliyuncs.com', '/', ['virtual-host -|']],
    ['.oss-cn-hangzhou.aliyuncs.com', '/bucket/k', ['path bucket|k']],
  ])('the empty label of %s%s is the service', (host, path, candidates) => {
    expect(read(host, path)).toEqual(candidates);
  });

  it.each([
    'sts.cn-hangzhou.aliyuncs.com',
    'STS.aliyuncs.com:443',
    'sts-vpc.cn-hangzhou.aliyuncs.com.',
    'kms.cn-hangzhou.aliyuncs.com',
    'kms-vpc.us-west-1.aliyuncs.com',
  ])('%s is an interface and never a bucket', (host) => {
    const name = host.toLowerCase().replace(/\.?(?::\d+)?$/, '');
    const book = { baseDomains: ['aliyuncs.com', 'cn-hangzhou.aliyuncs.com'], cnames: { [name]: 'bound' } };
    expect([isApiHost(host), read(host, '/', book), read(host, '/b/k', book)]).toEqual([true, ['path -|'], ['path b|k']]);
  });

  it.each(['sts.oss-cn-hangzhou.aliyuncs.com', 'kms.oss.aliyuncs.com', 'sts.localhost', 'kms.oss.example.com'])(
    '%s is a bucket',
    (host) => {
      expect([isApiHost(host), read(host, '/')[0]]).toEqual([false, `virtual-host ${host.slice(0, 3)}|`]);
    },
  );

  it.each(['a.b.oss-cn-hangzhou.aliyuncs.com', 'a.b.localhost', 'a.b.oss.example.com:8080'])(
    'two labels in %s are one wrong bucket name',
    (host) => {
      expect(read(host, '/bucket/k')).toEqual(['virtual-host a.b|bucket/k']);
    },
  );

  it('knows the domains that are bound to a bucket, and only those', () => {
    expect(read('files.example.org:80', '/k')).toEqual(['cname bound|k', 'path k|']);
    expect(read('Files.Example.Org', '/')).toEqual(['cname bound|', 'path -|']);
    expect(read('127.0.0.1:80', '/k', { baseDomains: [], cnames: { '127.0.0.1': 'bound' } })).toEqual(['cname bound|k', 'path k|']);
    expect(read('constructor', '/k')).toEqual(['path k|']);
    expect(read('localhost', '/k', { baseDomains: ['localhost'], cnames: { localhost: 'bound' } })).toEqual(['cname bound|k', 'path k|']);
    expect(read('b.localhost', '/k', { baseDomains: ['localhost'], cnames: { 'b.localhost': 'bound' } })).toEqual([
      'virtual-host b|k',
      'cname bound|k',
      'path k|',
    ]);
  });

  it('always gives a candidate, and never the same one twice', () => {
    const labels = fc.array(fc.constantFrom('', 'a', 'oss', 'oss-x', 'cn-hangzhou', 'localhost', 'aliyuncs', 'com', '1', '[::1]', ':80'));
    const paths = fc.array(fc.constantFrom('', 'b', 'k')).map((segments) => `/${segments.join('/')}`);
    fc.assert(
      fc.property(labels, paths, (parts, path) => {
        const candidates = read(parts.join('.'), path);
        expect(candidates.length).toBeGreaterThan(0);
        expect(new Set(candidates).size).toBe(candidates.length);
      }),
    );
  });
});

describe('addressLevel', () => {
  it.each([
    [{ style: 'path', key: '' }, 'service'],
    [{ style: 'path', bucket: 'b', key: '' }, 'bucket'],
    [{ style: 'path', bucket: 'b', key: 'k' }, 'object'],
  ] as const)('of %j is %s', (candidate, level) => {
    expect(addressLevel(candidate)).toBe(level);
  });
});
