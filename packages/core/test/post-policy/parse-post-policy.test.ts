import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { parsePostPolicy, type PolicyCondition } from '../../src/post-policy/index.ts';
import { toBase64, utf8 } from '../../src/primitives/index.ts';

const encode = (text: string): string => toBase64(utf8(text));
const withConditions = (conditions: string): string => encode(`{"expiration":"2030-01-01T00:00:00.000Z","conditions":${conditions}}`);

function conditionsOf(conditions: string): readonly PolicyCondition[] {
  const policy = parsePostPolicy(withConditions(conditions));
  return policy instanceof OssError ? expect.fail(policy.message) : policy.conditions;
}

describe('parsePostPolicy', () => {
  it('reads every form of condition, names in any case', () => {
    expect(
      conditionsOf(
        '[{"Bucket":"b"},["eq","$Key","x"],["starts-with","$key","p/"],["in","$content-type",["image/png"]],["not-in","$cache-control",["a","b"]],["content-length-range",1,1024]]',
      ),
    ).toEqual([
      { kind: 'eq', field: 'bucket', value: 'b' },
      { kind: 'eq', field: 'key', value: 'x' },
      { kind: 'starts-with', field: 'key', value: 'p/' },
      { kind: 'in', field: 'content-type', values: ['image/png'] },
      { kind: 'not-in', field: 'cache-control', values: ['a', 'b'] },
      { kind: 'content-length-range', least: 1, most: 1024 },
    ]);
  });

  it('takes \\$ for a dollar, and a backslash before it for a backslash', () => {
    expect(conditionsOf(String.raw`[["eq","$key","a/\${filename}"],["eq","$key","a\\$"],["eq","$key","\"\n"]]`)).toEqual(
      ['a/${filename}', 'a\\$', '"\n'].map((value) => ({ kind: 'eq', field: 'key', value })),
    );
  });

  it.each(['2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00Z'])('reads the moment %s', (expiration) => {
    expect(parsePostPolicy(encode(JSON.stringify({ expiration, conditions: [] })))).toEqual({
      expiresAt: Date.UTC(2030, 0, 1),
      conditions: [],
    });
  });

  it.each([
    ['no base64', '{}'],
    ['base64 without padding', encode('{"expiration":"2030-01-01T00:00:00.000Z","conditions":[]} ').replaceAll('=', '')],
    ['no UTF-8', toBase64(Uint8Array.of(0x22, 0xff, 0x22))],
    ['no JSON', encode('{')],
    ['an array', encode('[]')],
    ['null', encode('null')],
    ['no expiration', encode('{"conditions":[]}')],
    ['no conditions', encode('{"expiration":"2030-01-01T00:00:00.000Z"}')],
    ['a further member', encode('{"expiration":"2030-01-01T00:00:00.000Z","conditions":[],"Conditions":[]}')],
    ['a day without time', encode('{"expiration":"2030-01-01","conditions":[]}')],
    ['a moment that is none', encode('{"expiration":"2030-13-01T00:00:00.000Z","conditions":[]}')],
    ['a number as a moment', encode('{"expiration":1893456000,"conditions":[]}')],
    ['conditions that are no array', withConditions('{"bucket":"b"}')],
    ['an unknown operator', withConditions('[["ends-with","$key","x"]]')],
    ['an operator in capitals', withConditions('[["EQ","$key","x"]]')],
    ['a name without dollar', withConditions('[["eq","key","x"]]')],
    ['no name', withConditions('[["eq","$","x"]]')],
    ['two operands', withConditions('[["eq","$key","x","y"]]')],
    ['no operand', withConditions('[["eq","$key"]]')],
    ['a number as an operand', withConditions('[["eq","$key",1]]')],
    ['a text for a list', withConditions('[["in","$key","x"]]')],
    ['a list with a number', withConditions('[["not-in","$key",["x",1]]]')],
    ['a range that is upside down', withConditions('[["content-length-range",2,1]]')],
    ['a negative range', withConditions('[["content-length-range",-1,1]]')],
    ['a range of texts', withConditions('[["content-length-range","1","2"]]')],
    ['a range of fractions', withConditions('[["content-length-range",0.5,2]]')],
    ['an empty object', withConditions('[{}]')],
    ['a number for a value', withConditions('[{"key":1}]')],
    ['a condition that is a text', withConditions('["eq"]')],
  ])('refuses %s', (_, policy) => {
    const refused = parsePostPolicy(policy);
    expect(refused instanceof OssError && [refused.code, refused.status]).toEqual(['InvalidPolicyDocument', 400]);
  });
});
