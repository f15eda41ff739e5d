import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBucketName, isObjectKey, parseBucketName, parseObjectKey } from '../../src/names/index.ts';
import { utf8 } from '../../src/primitives/index.ts';

describe('bucket names', () => {
  it.each(['abc', 'a-b', '0-9', 'oss-bucket', `a${'-'.repeat(61)}b`, 'x'.repeat(63)])('%s is one', (name) => {
    expect(parseBucketName(name)).toBe(name);
    expect(isBucketName(name)).toBe(true);
  });

  it.each(['', 'ab', 'x'.repeat(64), '-ab', 'ab-', 'a.b', 'aBc', 'a_b', 'a b', 'abc\n', 'äbc', '..', 'a/b'])('%j is none', (name) => {
    expect(isBucketName(name)).toBe(false);
    expect(parseBucketName(name)).toMatchObject({
      code: 'InvalidBucketName',
      status: 400,
      message: 'The specified bucket is not valid.',
      details: { BucketName: name },
    });
  });
});

describe('object keys', () => {
  const LONGEST = ['k'.repeat(1023), '中'.repeat(341), `${'é'.repeat(511)}k`, `${'😀'.repeat(255)}kkk`];

  it.each(['k', 'a/b', 'a//b', 'a/', ' ', '.', '..', 'a\\b', '\u0001', '\ufeff', ...LONGEST])('%j is one', (key) => {
    expect(parseObjectKey(key)).toBe(key);
  });

  it.each([...LONGEST.map((key) => `${key}k`), '中'.repeat(1023)])('%j is too long', (key) => {
    const message = 'The Length of Object name must be less than 1024.';
    expect(parseObjectKey(key)).toMatchObject({ code: 'InvalidObjectName', status: 400, message });
  });

  it('must not be empty', () => {
    expect(parseObjectKey('')).toMatchObject({ code: 'InvalidObjectName', message: 'The Object name can not be empty' });
  });

  it.each(['/k', '\\k', '/', 'a\0b', '\ud800', 'a\udc00b', '\udc00\ud800'])('%j is not valid', (key) => {
    expect(parseObjectKey(key)).toMatchObject({ code: 'InvalidObjectName', status: 400, message: 'The specified object is not valid.' });
  });

  it('are measured in bytes of UTF-8', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('k', 'é', '中', '😀'),
        fc.constantFrom('k', 'é', '中', '😀'),
        fc.nat(1100),
        fc.nat(300),
        (a, b, many, some) => {
          const key = `${a.repeat(many)}${b.repeat(some)}k`;
          expect(isObjectKey(key)).toBe(utf8(key).length <= 1023);
        },
      ),
      { numRuns: 500 },
    );
  });
});
