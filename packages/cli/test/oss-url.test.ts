import { describe, expect, it } from 'vitest';
import { parseBucketUrl, parseObjectUrl, parseOssUrl, showOssUrl } from '../src/oss-url.ts';

describe('oss:// URLs', () => {
  it.each([
    ['oss://photos', 'photos', ''],
    ['oss://photos/', 'photos', ''],
    ['oss://photos/a/b', 'photos', 'a/b'],
    ['oss://photos/a%20b?x#y', 'photos', 'a%20b?x#y'],
    ['oss://photos/a\nb', 'photos', 'a\nb'],
    ['oss://photos/a//', 'photos', 'a//'],
  ])('%j names bucket %j and key %j', (text, bucket, key) => {
    expect(parseOssUrl(text)).toEqual({ bucket, key });
  });

  it.each([
    '',
    'photos',
    's3://photos',
    'oss:/photos',
    'oss://',
    'oss:///a',
    'oss://Photos',
    'oss://photos//a',
    `oss://photos/${'x'.repeat(1024)}`,
  ])('refuses %j in one line that says what was expected', (text) => {
    expect(() => parseOssUrl(text)).toThrow(/^expected [^\n]*, got "[^\n]*"$/);
  });

  it('tells buckets from objects', () => {
    expect(parseBucketUrl('oss://photos/')).toBe('photos');
    expect(() => parseBucketUrl('oss://photos/a')).toThrow(/expected a bucket/);
    expect(parseObjectUrl('oss://photos/a')).toEqual({ bucket: 'photos', key: 'a' });
    expect(() => parseObjectUrl('oss://photos/')).toThrow(/expected an object/);
  });

  it('shows keys without steering the terminal', () => {
    expect(showOssUrl({ bucket: 'photos', key: 'a\u001b[2J\u202eb' })).toBe('oss://photos/a\\u{1b}[2J\\u{202e}b');
    expect(showOssUrl({ bucket: 'photos' })).toBe('oss://photos');
  });
});
