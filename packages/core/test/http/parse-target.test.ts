import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { decodeTargetPiece, firstValue, headerText, parseTarget } from '../../src/http/index.ts';
import { utf8 } from '../../src/primitives/index.ts';
import { percentEncode, percentEncodePath } from '../../src/signature/index.ts';

const latin1 = (text: string) => Array.from(utf8(text), (byte) => String.fromCodePoint(byte)).join('');

describe('parseTarget', () => {
  it.each([
    ['/', '/', []],
    ['/bucket/a%20b%2Fc', '/bucket/a b/c', []],
    ['/bucket/a+b%2B', '/bucket/a b+', []],
    ['/%E4%B8%AD', '/中', []],
    [`/${latin1('中')}+%2B`, '/中 +', []],
    ['/a?', '/a', []],
    ['/a?b?c=d?e', '/a', [['b?c', 'd?e']]],
    ['/?encryption', '/', [['encryption', '']]],
    ['/?encryption=', '/', [['encryption', '']]],
    [
      '/?a=b=c&a=d&&=e',
      '/',
      [
        ['a', 'b=c'],
        ['a', 'd'],
        ['', 'e'],
      ],
    ],
    [
      '/?prefix=a+b%2B&%C3%A9=%26',
      '/',
      [
        ['prefix', 'a b+'],
        ['é', '&'],
      ],
    ],
  ])('%s', (target, path, query) => {
    expect(parseTarget(target)).toEqual({ path, query });
  });

  it.each([
    ['http://bucket.example.com:8080/k?acl', '/k', [['acl', '']], 'bucket.example.com:8080'],
    ['HTTPS://example.com', '/', [], 'example.com'],
    ['http://example.com?acl', '/', [['acl', '']], 'example.com'],
    ['http:///k', '/k', [], ''],
  ])('absolute form %s', (target, path, query, authority) => {
    expect(parseTarget(target)).toEqual({ path, query, authority });
  });

  it.each(['', '*', 'k', '?acl', '%2Fk', '/%', '/%4', '/%zz', '/%ff', '/%C3', '/%ED%A0%80', '/\u00ff', '/?a=%', '/?%E4=1', '/?a=%FF'])(
    '%j is refused',
    (target) => {
      expect(parseTarget(target)).toMatchObject({ code: 'InvalidArgument', status: 400 });
    },
  );

  it('gives back what was encoded, however it was encoded', () => {
    const text = fc.string({ unit: 'grapheme' });
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), text));
    fc.assert(
      fc.property(text, pairs, fc.boolean(), (key, query, plus) => {
        const encode = (piece: string) => (plus ? percentEncode(piece).replaceAll('%20', '+') : percentEncode(piece));
        const path = plus ? percentEncode(`/${key}`).replace('%2F', '/') : percentEncodePath(`/${key}`);
        const target = `${path}?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;
        expect(parseTarget(target)).toEqual({ path: `/${key}`, query });
      }),
    );
  });

  it('refuses any bytes or gives a path', () => {
    const bytes = fc.uint8Array({ maxLength: 30 }).map((list) => String.fromCodePoint(...list));
    const pieces = fc
      .array(fc.constantFrom('%', '%2', '%41', '%C3', '%A9', '+', '?', '&', '=', '/', 'a', '\u00c3\u00a9'))
      .map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(bytes, pieces), (rest) => {
        const target = parseTarget(`/${rest}`);
        expect(target instanceof OssError ? target.code : target.path[0]).toMatch(/^(?:InvalidArgument|\/)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('firstValue', () => {
  it('ignores later duplicates and is undefined for absent names', () => {
    const query = [
      ['a', '1'],
      ['a', '2'],
      ['b', ''],
    ] as const;
    expect([firstValue(query, 'a'), firstValue(query, 'b'), firstValue(query, 'c')]).toEqual(['1', '', undefined]);
  });
});

describe('headerText', () => {
  it.each([
    ['text/plain', 'text/plain'],
    [latin1('100% 中'), '100% 中'],
    ['caf\u00e9', 'café'],
    ['%41', '%41'],
    ['\u00c3', '\u00c3'],
  ])('%j is %j', (value, text) => {
    expect(headerText(value)).toBe(text);
  });
});

describe('decodeTargetPiece', () => {
  it('leaves plain text alone', () => {
    expect(decodeTargetPiece('abc')).toBe('abc');
    expect(decodeTargetPiece('')).toBe('');
  });
});
