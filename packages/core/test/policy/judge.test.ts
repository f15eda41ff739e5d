import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type AccessRequest, type NamedPolicy } from '../../src/policy/judge.ts';
import { CONDITION_OPERATORS, type PolicyStatement } from '../../src/policy/policy.ts';

const pick = <T>(...values: readonly [T, ...T[]]): fc.Arbitrary<T> => fc.constantFrom(...values);
const condition = fc.record({
  operator: fc.constantFrom(...CONDITION_OPERATORS),
  key: pick('acs:SourceIp', 'acs:SecureTransport', 'oss:Prefix', 'acs:CurrentTime', 'oss:BucketTag/Team'),
  values: fc.array(pick('10.0.0.0/8', 'true', 'logs/*', 'logs/', '5', '2026-11-22T00:00:00Z', 'blue'), { minLength: 1, maxLength: 3 }),
});
const statement: fc.Arbitrary<PolicyStatement> = fc.record(
  {
    effect: pick('Allow', 'Deny'),
    actions: fc.array(pick('*', 'oss:*', 'oss:Get*', 'oss:PutObject', 'oss:???Object', 'kms:*'), { minLength: 1, maxLength: 2 }),
    resources: fc.array(pick('*', 'acs:oss:*:*:*', 'acs:oss:*:*:b', 'acs:oss:*:*:b/*', 'acs:oss:*:1:other/x'), {
      minLength: 1,
      maxLength: 2,
    }),
    principals: fc.array(pick('*', '1', '2', 'arn:sts::1:assumed-role/*'), { minLength: 1, maxLength: 2 }),
    conditions: fc.array(condition, { maxLength: 2 }),
  },
  { requiredKeys: ['effect', 'actions', 'resources', 'conditions'] },
);
const policies: fc.Arbitrary<NamedPolicy[]> = fc.array(
  fc.record({ name: pick('a', 'b'), statements: fc.array(statement, { maxLength: 4 }) }),
  { maxLength: 3 },
);
const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: pick('oss:GetObject', 'oss:PutObject', 'oss:ListObjects', 'kms:Decrypt'),
  resources: fc.tuple(pick('acs:oss:oss-cn-hangzhou:1:b', 'acs:oss:oss-cn-hangzhou:1:b/x', 'acs:oss:oss-cn-hangzhou:1:other/x')),
  callers: pick([], ['1'], ['2'], ['arn:sts::1:assumed-role/r/s']),
  context: fc.record(
    {
      'acs:SourceIp': pick('10.1.2.3', '192.168.0.1', '::1'),
      'acs:SecureTransport': pick('true', 'false'),
      'oss:Prefix': pick('logs/', 'logs/a', ''),
      'acs:CurrentTime': pick('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'),
      'oss:BucketTag/Team': pick('blue', 'red'),
    },
    { requiredKeys: [] },
  ),
});

describe('a judgement', () => {
  it('never allows more when a Deny is added', () => {
    fc.assert(
      fc.property(policies, statement, request, (given, added, asked) => {
        const before = judge(given, asked).effect;
        const after = judge([...given, { name: 'added', statements: [{ ...added, effect: 'Deny' }] }], asked).effect;
        expect(after === before || after === 'Deny').toBe(true);
      }),
    );
  });

  it('never denies more when an Allow is added', () => {
    fc.assert(
      fc.property(policies, statement, request, (given, added, asked) => {
        const before = judge(given, asked).effect;
        const after = judge([...given, { name: 'added', statements: [{ ...added, effect: 'Allow' }] }], asked).effect;
        expect(after === before || (before === 'undecided' && after === 'Allow')).toBe(true);
      }),
    );
  });

  it('does not depend on the order of policies and statements', () => {
    fc.assert(
      fc.property(policies, request, fc.infiniteStream(fc.nat()), (given, asked, numbers) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => ({ item, at: numbers.next().value }))
            .toSorted((left, right) => left.at - right.at)
            .map(({ item }) => item);
        const other = shuffled(given).map(({ name, statements }) => ({ name, statements: shuffled(statements) }));
        expect(judge(other, asked).effect).toBe(judge(given, asked).effect);
      }),
    );
  });

  it('is undecided without statements, and names the one that decided', () => {
    const asked = { action: 'oss:GetObject', resources: ['acs:oss:r:1:b/x'], callers: ['1'], context: {} };
    const allow: PolicyStatement = { effect: 'Allow', actions: ['oss:get*'], resources: ['*'], conditions: [] };
    expect(judge([], asked)).toEqual({ effect: 'undecided' });
    const named = [
      { name: 'first', statements: [{ ...allow, actions: ['kms:*'] }, allow] },
      { name: 'second', statements: [allow] },
    ];
    expect(judge(named, asked)).toEqual({ effect: 'Allow', policy: 'first', statement: 1 });
    expect(judge([...named, { name: 'third', statements: [{ ...allow, effect: 'Deny' }] }], asked)).toEqual({
      effect: 'Deny',
      policy: 'third',
      statement: 0,
    });
  });
});
