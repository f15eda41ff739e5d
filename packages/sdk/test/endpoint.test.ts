import { parseTarget } from '@sse/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../src/endpoint.ts';

const bucketOnly = { bucket: 'photos' };

describe('parseEndpoint', () => {
  it.each([
    ['http://127.0.0.1:9677', 'http://127.0.0.1:9677', '/photos/'],
    ['http://[::1]:9677', 'http://[::1]:9677', '/photos/'],
    ['http://localhost:9677/', 'http://localhost:9677', '/photos/'],
    ['https://oss.localhost', 'https://oss.localhost', '/photos/'],
    ['http://emulator:9677', 'http://emulator:9677', '/photos/'],
    ['https://oss-cn-hangzhou.aliyuncs.com', 'https://photos.oss-cn-hangzhou.aliyuncs.com', '/'],
    ['oss-cn-hangzhou.aliyuncs.com', 'https://photos.oss-cn-hangzhou.aliyuncs.com', '/'],
  ])('addresses a bucket of %s', (endpoint, origin, path) => {
    expect(parseEndpoint(endpoint).target(bucketOnly, [])).toEqual({ origin, path });
  });

  it('follows the addressing that is asked for', () => {
    expect(parseEndpoint('http://localhost:1', 'virtual-host').target(bucketOnly, []).origin).toBe('http://photos.localhost:1');
    expect(parseEndpoint('https://example.com', 'path').target(bucketOnly, [])).toEqual({
      origin: 'https://example.com',
      path: '/photos/',
    });
  });

  it.each(['http://127.0.0.1:1', 'http://[::1]:1'])('finds no virtual hosts under %s', (endpoint) => {
    expect(() => parseEndpoint(endpoint, 'virtual-host')).toThrow(expect.objectContaining({ code: 'configuration' }));
  });

  it('addresses the service without a bucket, whatever the style', () => {
    expect(parseEndpoint('https://example.com').target({}, [['prefix', 'a b']])).toEqual({
      origin: 'https://example.com',
      path: '/?prefix=a%20b',
    });
  });

  it('writes an empty value without an equals sign', () => {
    expect(parseEndpoint('https://example.com').target(bucketOnly, [['encryption', '']]).path).toBe('/?encryption');
  });

  it.each([
    '',
    'ftp://example.com',
    'https://example.com/folder',
    'https://example.com?x',
    'https://user:pass@example.com',
    'http://',
    'a b',
  ])('refuses %j and repeats nothing of it', (text) => {
    const attempt = (): unknown => parseEndpoint(text);
    expect(attempt).toThrow(expect.objectContaining({ code: 'configuration' }));
    expect(attempt).not.toThrow(/pass/);
  });

  it('carries every key unharmed through URL parsers and the target parser of a server', () => {
    const segment = fc.oneof(fc.constantFrom('.', '..', '', '%2e', '+', '?', '#'), fc.string({ unit: 'grapheme' }));
    const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `k/${parts.join('/')}`);
    fc.assert(
      fc.property(
        key.filter((text) => text.isWellFormed()),
        (text) => {
          const { origin, path } = parseEndpoint('http://127.0.0.1:1').target({ bucket: 'photos', key: text }, [['q', 'a+b&c=d']]);
          const url = new URL(origin + path);
          expect(parseTarget(url.pathname + url.search)).toEqual({ path: `/photos/${text}`, query: [['q', 'a+b&c=d']] });
        },
      ),
    );
  });
});
