import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBucketTags, hasTags, parseTagParameters, withoutTags } from '../../src/bucket/tags.ts';
import { OssError } from '../../src/errors/index.ts';

const tagsOf = (...keys: readonly string[]) => ({ TagSet: { Tag: keys.map((Key) => ({ Key, Value: 'v' })) } });
const parameters = { tagging: undefined, tagKey: undefined, tagValue: undefined };

describe('checkBucketTags', () => {
  it.each([
    ['none', tagsOf()],
    ['20', tagsOf(...Array.from({ length: 20 }, (_, index) => `k${index}`))],
    ['characters that objects may not have', tagsOf('100%', '中', '<&>')],
    ['the longest, counted in characters', { TagSet: { Tag: [{ Key: '😀'.repeat(128), Value: '😀'.repeat(256) }] } }],
  ])('accepts %s', (_name, tagging) => {
    expect(checkBucketTags(tagging)).toBe(tagging);
  });

  it.each([
    ['21', tagsOf(...Array.from({ length: 21 }, (_, index) => `k${index}`))],
    ['a key twice', tagsOf('k', 'k')],
    ['an empty key', tagsOf('')],
    ['a key that is too long', tagsOf('k'.repeat(129))],
    ['a value that is too long', { TagSet: { Tag: [{ Key: 'k', Value: 'v'.repeat(257) }] } }],
  ])('refuses %s', (_name, tagging) => {
    expect(checkBucketTags(tagging)).toMatchObject({ code: 'InvalidTag', status: 400 });
  });
});

describe('withoutTags', () => {
  it.each([
    ['a', ['b', 'c']],
    ['c,a', ['b']],
    ['other', ['a', 'b', 'c']],
    ['', []],
  ])('%s leaves %j', (named, left) => {
    expect(withoutTags(tagsOf('a', 'b', 'c'), named).TagSet.Tag.map(({ Key }) => Key)).toEqual(left);
  });
});

describe('parseTagParameters', () => {
  it('reads back what JSON writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1, noNullPrototype: true }), (tags) => {
        const wanted = Object.entries(tags).map(([key, value]) => ({ key, value }));
        expect(parseTagParameters({ ...parameters, tagging: JSON.stringify(tags).slice(1, -1) })).toEqual(wanted);
      }),
    );
  });

  it('knows a key, and a key with a value', () => {
    expect(parseTagParameters(parameters)).toBeUndefined();
    expect(parseTagParameters({ ...parameters, tagKey: 'k' })).toEqual([{ key: 'k' }]);
    expect(parseTagParameters({ ...parameters, tagKey: 'k', tagValue: '' })).toEqual([{ key: 'k', value: '' }]);
  });

  it.each([
    [{ tagValue: 'v' }, 'tag-value'],
    [{ tagging: '"k":"v"', tagKey: 'k' }, 'tagging'],
    [{ tagging: '"k":"v"', tagValue: 'v' }, 'tagging'],
    [{ tagging: '' }, 'tagging'],
    [{ tagging: 'k=v' }, 'tagging'],
    [{ tagging: '"k":null' }, 'tagging'],
    [{ tagging: '"k":{"a":"b"}' }, 'tagging'],
    [{ tagging: '"k":"v"}' }, 'tagging'],
  ])('refuses %j', (given, name) => {
    const refusal = parseTagParameters({ ...parameters, ...given });
    expect(refusal).toBeInstanceOf(OssError);
    expect(refusal).toMatchObject({ code: 'InvalidArgument', details: { ArgumentName: name } });
  });
});

describe('hasTags', () => {
  const { Tag } = tagsOf('a', 'b').TagSet;

  it.each([
    [[], true],
    [[{ key: 'a' }], true],
    [[{ key: 'a', value: 'v' }, { key: 'b' }], true],
    [[{ key: 'a', value: 'w' }], false],
    [[{ key: 'a' }, { key: 'c' }], false],
  ])('%j: %s', (wanted, has) => {
    expect(hasTags(Tag, wanted)).toBe(has);
  });
});
