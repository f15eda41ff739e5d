import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { objectTags, parseTaggingHeader, type Tags } from '../../src/object/index.ts';
import { percentEncode } from '../../src/signature/index.ts';
import { decodeXml, encodeXml, tagging } from '../../src/xml/index.ts';
import { utf8 } from '../../src/primitives/index.ts';

const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'z', 'A', 'Z', '0', '9', ' ', '+', '-', '=', '.', '_', ':', '/') },
  fc.constantFrom('ü', '中', 'ж', 'é', '𐐷', '٣'),
);
const key = fc.string({ unit: character, minLength: 1, maxLength: 128 });
const value = fc.string({ unit: character, maxLength: 256 });
const someTags = fc.uniqueArray(fc.tuple(key, value), { maxLength: 10, selector: ([name]) => name });

/** The bytes of `text` as node shows them in a header. */
const asHeader = (text: string): string => Buffer.from(text).toString('latin1');
const named = (count: number): Tags => Array.from({ length: count }, (_, index) => [`key${index}`, '']);
const codeOf = (read: Tags | OssError): string => (read instanceof OssError ? read.code : 'no error');

/** A tag that no object may have; keys and values obey the same signs. */
const FORBIDDEN = ['%', '&', '?', '#', '\\', '"', '<', '*', '(', ',', ';', '@', '\t', '\n', '\0', '\u00a0', '€', '😀'];

describe('tags of an object', () => {
  it('are taken as they are when there are at most ten of allowed letters', () => {
    fc.assert(
      fc.property(someTags, (tags) => {
        expect(objectTags(tags)).toEqual(tags);
      }),
    );
  });

  it.each(FORBIDDEN)('hold no %j', (sign) => {
    expect(codeOf(objectTags([[`a${sign}`, 'v']]))).toBe('InvalidTag');
    expect(codeOf(objectTags([['a', `v${sign}`]]))).toBe('InvalidTag');
  });

  it('have lengths, which count characters, and a number', () => {
    for (const [tags, code] of [
      [[['k'.repeat(128), 'v'.repeat(256)]], 'no error'],
      [[['𐐷'.repeat(128), '中'.repeat(256)]], 'no error'],
      [[['k'.repeat(129), '']], 'InvalidTag'],
      [[['k', 'v'.repeat(257)]], 'InvalidTag'],
      [[['', 'v']], 'InvalidTag'],
      [named(10), 'no error'],
      [named(11), 'InvalidTag'],
    ] as const)
      expect(codeOf(objectTags(tags))).toBe(code);
  });

  it('have each key once', () => {
    const repeated = objectTags([
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ]);
    expect(repeated).toMatchObject({ code: 'InvalidTag', status: 400, details: { TagKey: 'a' } });
    expect(
      codeOf(
        objectTags([
          ['a', ''],
          ['A', ''],
        ]),
      ),
    ).toBe('no error');
  });

  it('keep names that JavaScript gives a meaning', () => {
    const tags = [
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['1', 'c'],
    ] as const;
    expect(parseTaggingHeader('__proto__=a&constructor=b&1=c')).toEqual(tags);
  });

  it('are shown shortened and well formed in what is said of them', () => {
    const refused = objectTags([[`${'k'.repeat(255)}😀`, '']]);
    expect(refused).toMatchObject({ details: { TagKey: `${'k'.repeat(255)}\ufffd` } });
  });
});

describe('x-oss-tagging', () => {
  it('reads what a client encoded, percent signs or not', () => {
    fc.assert(
      fc.property(someTags, fc.boolean(), (tags, raw) => {
        const encode = (text: string): string => (raw && !/[+=& ]/.test(text) ? asHeader(text) : percentEncode(text));
        expect(parseTaggingHeader(tags.map((tag) => tag.map(encode).join('=')).join('&'))).toEqual(tags);
      }),
    );
  });

  it.each([
    ['', []],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=c+d', [['a b', 'c d']]],
    ['%2B-/=%3A%2B%3A', [['+-/', ':+:']]],
    [
      'key1=value1&k2=v2',
      [
        ['key1', 'value1'],
        ['k2', 'v2'],
      ],
    ],
  ])('%j', (header, tags) => {
    expect(parseTaggingHeader(header)).toEqual(tags);
  });

  it.each([
    ['a=%', 'InvalidArgument'],
    ['%zz=b', 'InvalidArgument'],
    ['a=%ff', 'InvalidArgument'],
    [Buffer.from([0x61, 0x3d, 0xe9]).toString('latin1'), 'InvalidArgument'],
    ['a=%25', 'InvalidTag'],
    ['a=b&', 'InvalidTag'],
    ['&a=b', 'InvalidTag'],
    ['=b', 'InvalidTag'],
    ['a=b&%61=c', 'InvalidTag'],
    [
      named(11)
        .map(([name]) => `${name}=v`)
        .join('&'),
      'InvalidTag',
    ],
  ])('%j is refused: %s', (header, code) => {
    expect(codeOf(parseTaggingHeader(header))).toBe(code);
  });
});

describe('the Tagging document', () => {
  it('keeps keys and values exactly, spaces at their ends too', () => {
    const written = fc.uniqueArray(fc.record({ Key: key, Value: value }, { noNullPrototype: true }), { maxLength: 10 });
    fc.assert(
      fc.property(written, (Tag) => {
        const document = { TagSet: { Tag } };
        expect(decodeXml(tagging, utf8(encodeXml(tagging, document)))).toEqual(document);
      }),
    );
  });

  it('may have an empty set, and a tag without a value, but must have the set', () => {
    const read = (xml: string) => decodeXml(tagging, utf8(xml));
    expect(encodeXml(tagging, { TagSet: { Tag: [] } })).toContain('<Tagging><TagSet></TagSet></Tagging>');
    expect(read('<Tagging><TagSet/></Tagging>')).toEqual({ TagSet: { Tag: [] } });
    expect(read('<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>')).toEqual({ TagSet: { Tag: [{ Key: 'a', Value: '' }] } });
    for (const xml of ['<Tagging/>', '<Tagging><TagSet><Tag><Value>a</Value></Tag></TagSet></Tagging>', '<TagSet/>'])
      expect(read(xml)).toMatchObject({ code: 'MalformedXML' });
  });
});
