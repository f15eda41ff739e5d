import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorize, type AccessFacts, type WantedAccess } from '../../src/policy/access.ts';
import { explainDecision, statementJson } from '../../src/policy/explain.ts';
import type { NamedPolicy } from '../../src/policy/judge.ts';
import { parsePolicy, type PolicyKind } from '../../src/policy/parse-policy.ts';
import { CONDITION_OPERATORS } from '../../src/policy/policy.ts';

const resource = 'acs:oss:oss-cn-hangzhou:1000000000000001:app-data/key';
const wanted: WantedAccess = { action: 'oss:PutObject', resources: [resource], context: { 'acs:SourceIp': '10.0.0.1' } };
const alice = { kind: 'user', id: '200000000000000001', name: 'alice' } as const;
const facts: AccessFacts = {
  caller: alice,
  accountId: '1000000000000001',
  identityPolicies: [],
  publicAccessBlocked: false,
  bucketAcl: 'private',
};

function policy(name: string, kind: PolicyKind, ...statements: readonly Readonly<Record<string, unknown>>[]): NamedPolicy {
  const parsed = parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), kind);
  if (parsed instanceof Error) throw parsed;
  return { ...parsed, name };
}

function explain(given: Partial<AccessFacts>, asked: Partial<WantedAccess> = {}): ReturnType<typeof explainDecision> {
  const [whole, access] = [
    { ...facts, ...given },
    { ...wanted, ...asked },
  ];
  return explainDecision(authorize(whole, access), access, whole);
}

const put = { Effect: 'Allow', Action: 'oss:Put*', Resource: '*' };
const denyPut = { Effect: 'Deny', Action: ['oss:PutObject'], Resource: ['*'], Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } } };
const everybody = { ...put, Principal: ['*'] };
const what = `do oss:PutObject on ${resource}`;

describe('an explanation', () => {
  it('shows the statement of the caller that allows', () => {
    const own = policy('user alice: inline 1', 'identity', { ...put, Action: 'oss:GetObject' }, put);
    expect(explain({ identityPolicies: [policy('other', 'identity', { ...put, Action: 'oss:Get*' }), own] })).toEqual({
      reason: `Statement[1] of the policy "user alice: inline 1" allows the caller to ${what}.`,
      statement: { Effect: 'Allow', Action: ['oss:Put*'], Resource: ['*'] },
    });
  });

  it('shows the statement that denies, with its condition', () => {
    const policies = [policy('user alice: AliyunOSSFullAccess', 'identity', put), policy('group ops: inline 1', 'identity', denyPut)];
    expect(explain({ identityPolicies: policies })).toEqual({
      reason: `Statement[0] of the policy "group ops: inline 1" denies the caller to ${what}.`,
      statement: { ...denyPut, Condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } },
    });
  });

  it('shows the statement of the bucket policy, with its principal', () => {
    expect(explain({ bucketPolicy: policy('bucket app-data', 'bucket', everybody) })).toEqual({
      reason: `Statement[0] of the policy of "bucket app-data" allows the caller to ${what}.`,
      statement: { Effect: 'Allow', Action: ['oss:Put*'], Principal: ['*'], Resource: ['*'] },
    });
  });

  it('tells a session that denies from one that does not allow', () => {
    const identityPolicies = [policy('role reader: inline 1', 'identity', put)];
    const denied = explain({ identityPolicies, sessionPolicy: policy('session', 'identity', denyPut) });
    expect(denied.reason).toBe(`Statement[0] of the policy that the session was narrowed to denies the caller to ${what}.`);
    expect(denied.statement).toMatchObject({ Effect: 'Deny' });
    const narrowed = explain({ identityPolicies, sessionPolicy: policy('session', 'identity', { ...put, Action: 'oss:GetObject' }) });
    expect(narrowed).toEqual({
      reason: `The caller would be allowed to ${what}, but the policy that its session was narrowed to does not allow it.`,
    });
  });

  it.each([
    [{ caller: { kind: 'root' } }, {}, `The account itself may ${what}: no bucket policy denies it.`],
    [{ bucketAcl: 'public-read-write' }, {}, `The ACL of the bucket is public-read-write, which allows everybody to ${what}.`],
    [
      { objectAcl: 'public-read' },
      {},
      `No policy allows the caller to ${what}, and neither does the ACL of the object, which is public-read.`,
    ],
    [
      { bucketAcl: 'public-read-write', publicAccessBlocked: true, bucketPolicy: policy('bucket app-data', 'bucket', everybody) },
      {},
      `No policy allows the caller to ${what}, and neither does the ACL of the bucket, which is public-read-write but without effect, ` +
        'as public access is blocked. Public statements of the bucket policy are without effect, as public access is blocked.',
    ],
    [{}, { action: 'oss:ListObjects' }, `No policy allows the caller to do oss:ListObjects on ${resource}.`],
  ] as const)('gives a reason without a statement: %#', (given, asked, reason) => {
    expect(explain(given, asked)).toEqual({ reason });
  });
});

describe('a statement as JSON', () => {
  it('is read as the same statement again', () => {
    const texts = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 });
    const prefixed = (prefix: string) => texts.map((all) => all.map((text) => prefix + text));
    const actionTexts = fc.constantFrom(['oss:*'], ['*'], ['oss:Get?bject', 'kms:Decrypt']);
    const values: Readonly<Record<string, string>> = {
      Numeric: '5',
      Date: '2026-11-22T00:00:00Z',
      Bool: 'true',
      Ip: '10.0.0.0/8',
      NotIp: '::1',
    };
    const operators = fc.subarray([...CONDITION_OPERATORS]);
    fc.assert(
      fc.property(actionTexts, prefixed('acs:'), texts, operators, (actions, resources, principals, names) => {
        const conditions = names.map((operator) => {
          const kind = Object.keys(values).find((each) => operator.startsWith(each)) ?? '';
          return { operator, key: 'oss:BucketTag/X', values: [values[kind] ?? 'any'] };
        });
        const statement = { effect: 'Allow', actions, resources, principals, conditions } as const;
        expect(policy('p', 'bucket', statementJson(statement)).statements).toEqual([statement]);
      }),
    );
  });
});
