import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import {
  checkPostPolicy,
  parsePostPolicy,
  type FieldCondition,
  type PolicyCondition,
  type PostedFields,
} from '../../src/post-policy/index.ts';
import { toBase64, utf8 } from '../../src/primitives/index.ts';

const NOW = Date.UTC(2026, 0, 1);
const POSTED: PostedFields = {
  bucket: 'b',
  fields: new Map([
    ['key', 'user/${filename}'],
    ['bucket', 'forged'],
    ['cache-control', 'no-cache'],
    ['empty', ''],
  ]),
  key: 'user/a.png',
  contentType: 'image/png',
};

function check(conditions: readonly PolicyCondition[], posted = POSTED, expiresAt = NOW): ReturnType<typeof checkPostPolicy> {
  return checkPostPolicy({ expiresAt, conditions }, posted, NOW);
}

function verdict(condition: PolicyCondition, posted = POSTED): string {
  const result = check([condition], posted);
  return result instanceof OssError ? result.message : 'allowed';
}

const with_ = (fields: Record<string, string>, more: Partial<PostedFields> = {}): PostedFields => ({
  ...POSTED,
  fields: new Map(Object.entries(fields)),
  ...more,
});

describe('checkPostPolicy', () => {
  it.each<[FieldCondition]>([
    [{ kind: 'eq', field: 'bucket', value: 'b' }],
    [{ kind: 'eq', field: 'key', value: 'user/${filename}' }],
    [{ kind: 'starts-with', field: 'key', value: 'user/' }],
    [{ kind: 'starts-with', field: 'empty', value: '' }],
    [{ kind: 'eq', field: 'content-type', value: 'image/png' }],
    [{ kind: 'in', field: 'cache-control', values: ['no-store', 'no-cache'] }],
    [{ kind: 'not-in', field: 'cache-control', values: ['no-store'] }],
    [{ kind: 'not-in', field: 'absent', values: [''] }],
  ])('allows %j', (condition) => expect(verdict(condition)).toBe('allowed'));

  it.each<[FieldCondition, string]>([
    [{ kind: 'eq', field: 'bucket', value: 'forged' }, '["eq", "$bucket", "forged"]'],
    [{ kind: 'eq', field: 'key', value: 'user/a.png' }, '["eq", "$key", "user/a.png"]'],
    [{ kind: 'starts-with', field: 'key', value: 'user/a' }, '["starts-with", "$key", "user/a"]'],
    [{ kind: 'starts-with', field: 'absent', value: '' }, '["starts-with", "$absent", ""]'],
    [{ kind: 'eq', field: 'absent', value: '' }, '["eq", "$absent", ""]'],
    [{ kind: 'eq', field: 'content-type', value: 'image/gif' }, '["eq", "$content-type", "image/gif"]'],
    [{ kind: 'in', field: 'cache-control', values: ['a', 'b'] }, '["in", "$cache-control", ["a", "b"]]'],
    [{ kind: 'in', field: 'absent', values: [''] }, '["in", "$absent", [""]]'],
    [{ kind: 'not-in', field: 'cache-control', values: ['a', 'no-cache'] }, '["not-in", "$cache-control", ["a", "no-cache"]]'],
    [{ kind: 'not-in', field: 'key', values: ['user/a.png'] }, '["not-in", "$key", ["user/a.png"]]'],
    [{ kind: 'not-in', field: 'content-type', values: ['image/png'] }, '["not-in", "$content-type", ["image/png"]]'],
  ])('denies %j', (condition, shown) => {
    expect(verdict(condition)).toBe(`Invalid according to Policy: Policy Condition failed: ${shown}`);
  });

  it('judges the type that takes effect besides the one that was sent', () => {
    const condition = { kind: 'in', field: 'content-type', values: ['image/png'] } as const;
    expect(verdict(condition, with_({ 'content-type': 'image/png' }))).toBe('allowed');
    expect(verdict(condition, with_({ 'content-type': 'image/png' }, { contentType: 'text/html' }))).toContain('failed');
    expect(verdict(condition, with_({ 'content-type': 'text/html' }))).toContain('failed');
    expect(verdict(condition, with_({}, { contentType: undefined }))).toContain('failed');
  });

  it('lets every length range count', () => {
    const range = (least: number, most: number): PolicyCondition => ({ kind: 'content-length-range', least, most });
    expect(check([])).toEqual({ least: 0, most: Number.MAX_SAFE_INTEGER });
    expect(check([range(1, 10), range(0, 5), range(3, 20)])).toEqual({ least: 3, most: 5 });
  });

  it('ends at its expiration, whatever its conditions say', () => {
    expect(check([], POSTED, NOW)).not.toBeInstanceOf(OssError);
    const expired = check([{ kind: 'eq', field: 'key', value: 'no' }], POSTED, NOW - 1);
    expect(expired instanceof OssError && [expired.code, expired.message]).toEqual([
      'AccessDenied',
      'Invalid according to Policy: Policy expired.',
    ]);
  });

  it('fails as soon as one of any conditions does, in whatever place', () => {
    const right = fc.constantFrom<FieldCondition>(
      { kind: 'eq', field: 'bucket', value: 'b' },
      { kind: 'starts-with', field: 'key', value: '' },
      { kind: 'not-in', field: 'absent', values: [] },
    );
    fc.assert(
      fc.property(fc.array(right), fc.array(right), (before, after) => {
        expect(check([...before, ...after])).not.toBeInstanceOf(OssError);
        expect(check([...before, { kind: 'in', field: 'key', values: [] }, ...after])).toBeInstanceOf(OssError);
      }),
    );
  });

  it('agrees with what a policy says of the values that it was made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (value, other) => {
        const document = {
          expiration: '2030-01-01T00:00:00.000Z',
          conditions: [['eq', '$x-oss-meta-a', value], { 'x-oss-meta-a': value }],
        };
        const policy = parsePostPolicy(toBase64(utf8(JSON.stringify(document))));
        if (policy instanceof OssError) throw policy;
        const result = (sent: string) => checkPostPolicy(policy, with_({ 'x-oss-meta-a': sent }), NOW) instanceof OssError;
        expect(result(value)).toBe(false);
        expect(result(other)).toBe(value !== other);
      }),
    );
  });
});
