import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedMember } from '../../src/policy/repeated-member.ts';

describe('repeatedMember', () => {
  it.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"b":{"a":1},"a":2}', 'a'],
    ['[{"x":[{"b":1,"c":"}","b":2}]}]', 'b'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1, "a\\"b" : 2}', 'a"b'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('finds in %s the name %j', (json, name) => {
    expect(repeatedMember(json)).toBe(name);
  });

  it.each(['{"a":{"a":1},"b":{"a":"a"}}', '[{"a":1},{"a":1}]', '["a","a"]', '{"a":"\\":\\"a\\":","b":"{"}', '"a"', '1'])(
    'finds nothing in %s',
    (json) => {
      expect(repeatedMember(json)).toBeUndefined();
    },
  );

  it('finds nothing in what was written from a value, and every member that is then written once more', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), fc.jsonValue(), (json, name, value) => {
        expect(repeatedMember(json)).toBeUndefined();
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
        expect(repeatedMember(`[${json},{${member}, ${member}}]`)).toBe(name);
      }),
    );
  });
});
