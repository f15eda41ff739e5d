import { describe, expect, it } from 'vitest';
import { parsePolicy, type PolicyKind } from '../../../src/policy/parse-policy.ts';
import { allow, policyText, to, type Statement } from './situation.ts';

/** A policy that says something that is not in the grammar, and the place that the refusal names. */
type Row = readonly [name: string, kind: PolicyKind, text: string, place: string];

const one = (more: Statement): string => policyText([{ ...allow('oss:GetObject'), ...more }]);
const conditions = (Condition: unknown): string => one({ Condition });

const ROWS: readonly Row[] = [
  ['no text', 'identity', '', 'the policy'],
  ['no JSON', 'identity', "{'Version':'1'}", 'the policy'],
  ['JSON and more', 'identity', `${one({})} x`, 'the policy'],
  ['a trailing comma', 'identity', one({}).replace(']}', '],}'), 'the policy'],
  ['a list', 'identity', `[${one({})}]`, 'the policy'],
  ['a text', 'identity', '"AdministratorAccess"', 'the policy'],
  ['a number', 'identity', '1', 'the policy'],
  ['null', 'identity', 'null', 'the policy'],
  ['too long', 'identity', `${one({})}${' '.repeat(20_000)}`, 'the policy'],
  ['no version', 'identity', JSON.stringify({ Statement: [allow('*')] }), 'Version'],
  ['a version that is a number', 'identity', one({}).replace('"1"', '1'), 'Version'],
  ['a version of others', 'identity', one({}).replace('"1"', '"2012-10-17"'), 'Version'],
  ['no statement', 'identity', '{"Version":"1"}', 'Statement[0]'],
  ['an empty list of statements', 'identity', policyText([]), 'Statement'],
  ['a statement that is a text', 'identity', '{"Version":"1","Statement":["*"]}', 'Statement[0]'],
  ['a statement in a list of lists', 'identity', '{"Version":"1","Statement":[[]]}', 'Statement[0]'],
  ['an unknown element', 'identity', one({}).replace('"Version"', '"Owner":"me","Version"'), 'the policy'],
  ['an element in another case', 'identity', one({}).replace('"Statement"', '"statement"'), 'the policy'],
  ['no effect', 'identity', one({ Effect: undefined }), 'Statement[0].Effect'],
  ['an effect in another case', 'identity', one({ Effect: 'deny' }), 'Statement[0].Effect'],
  ['an effect in a list', 'identity', one({ Effect: ['Deny'] }), 'Statement[0].Effect'],
  ['no action', 'identity', one({ Action: undefined }), 'Statement[0].Action'],
  ['an empty list of actions', 'identity', one({ Action: [] }), 'Statement[0].Action'],
  ['an action that is null', 'identity', one({ Action: null }), 'Statement[0].Action'],
  ['an action among lists', 'identity', one({ Action: [['oss:*']] }), 'Statement[0].Action'],
  ['NotAction', 'identity', one({ NotAction: 'oss:GetObject' }), 'Statement[0]'],
  ['no resource', 'identity', one({ Resource: undefined }), 'Statement[0].Resource'],
  ['an empty list of resources', 'identity', one({ Resource: [] }), 'Statement[0].Resource'],
  ['NotResource', 'identity', one({ NotResource: '*' }), 'Statement[0]'],
  ['an unknown element of a statement', 'identity', one({ Conditions: {} }), 'Statement[0]'],
  ['a principal of a user policy', 'identity', one({ Principal: ['*'] }), 'Statement[0].Principal'],
  ['NotPrincipal', 'bucket', one({ Principal: ['*'], NotPrincipal: ['1'] }), 'Statement[0]'],
  ['no principal of a bucket policy', 'bucket', one({}), 'Statement[0].Principal'],
  ['a principal by its kind', 'bucket', one({ Principal: { RAM: ['1'] } }), 'Statement[0].Principal'],
  ['a principal that is a number', 'bucket', one({ Principal: [200_000] }), 'Statement[0].Principal'],
  ['the second of two statements', 'bucket', policyText([to('*', allow('*')), allow('*')]), 'Statement[1].Principal'],
  ['conditions in a list', 'identity', conditions([{}]), 'Statement[0].Condition'],
  ['conditions that are a text', 'identity', conditions('true'), 'Statement[0].Condition'],
  ['an unknown operator', 'identity', conditions({ StringEqual: { k: 'a' } }), 'Statement[0].Condition'],
  ['an operator in another case', 'identity', conditions({ stringEquals: { k: 'a' } }), 'Statement[0].Condition'],
  ['an operator of others', 'identity', conditions({ 'ForAnyValue:StringLike': { k: 'a' } }), 'Statement[0].Condition'],
  ['an operator that JavaScript knows', 'identity', conditions({ toString: { k: 'a' } }), 'Statement[0].Condition'],
  ['an operator without keys', 'identity', conditions({ IpAddress: {} }), 'Statement[0].Condition.IpAddress'],
  ['a key that nobody knows', 'identity', conditions({ StringEquals: { 'oss:Nonsense': 'a' } }), 'Statement[0].Condition.StringEquals'],
  ['a key that JavaScript knows', 'identity', conditions({ StringLike: { constructor: '*' } }), 'Statement[0].Condition.StringLike'],
  ['a tag without a name', 'identity', conditions({ StringLike: { 'oss:BucketTag/': '*' } }), 'Statement[0].Condition.StringLike'],
  [
    'a key without a value',
    'identity',
    conditions({ StringEquals: { 'acs:SourceIp': [] } }),
    'Statement[0].Condition.StringEquals.acs:SourceIp',
  ],
  ['a value that is no text', 'identity', conditions({ Bool: { 'acs:SourceIp': true } }), 'Statement[0].Condition.Bool.acs:SourceIp'],
  [
    'a value that is a number',
    'identity',
    conditions({ NumericEquals: { 'acs:SourceIp': 1 } }),
    'Statement[0].Condition.NumericEquals.acs:SourceIp',
  ],
  [
    'a number in words',
    'identity',
    conditions({ NumericLessThan: { 'acs:SourceIp': 'ten' } }),
    'Statement[0].Condition.NumericLessThan.acs:SourceIp',
  ],
  [
    'a date without a time',
    'identity',
    conditions({ DateLessThan: { 'acs:SourceIp': '2026-11-22' } }),
    'Statement[0].Condition.DateLessThan.acs:SourceIp',
  ],
  [
    'a date that is none',
    'identity',
    conditions({ DateEquals: { 'acs:SourceIp': '2026-13-41T00:00:00Z' } }),
    'Statement[0].Condition.DateEquals.acs:SourceIp',
  ],
  ['a truth that is none', 'identity', conditions({ Bool: { 'acs:SourceIp': 'yes' } }), 'Statement[0].Condition.Bool.acs:SourceIp'],
  [
    'an address that is none',
    'identity',
    conditions({ IpAddress: { 'acs:SourceIp': '10.0.0.256' } }),
    'Statement[0].Condition.IpAddress.acs:SourceIp',
  ],
  [
    'a block that is too long',
    'identity',
    conditions({ NotIpAddress: { 'acs:SourceIp': '10.0.0.0/33' } }),
    'Statement[0].Condition.NotIpAddress.acs:SourceIp',
  ],
  [
    'a good value beside a wrong one',
    'identity',
    conditions({ IpAddress: { 'acs:SourceIp': ['10.0.0.1', '*'] } }),
    'Statement[0].Condition.IpAddress.acs:SourceIp',
  ],
  ['an effect twice', 'identity', one({}).replace('"Effect"', '"Effect":"Deny","Effect"'), 'the policy'],
  ['statements twice', 'identity', one({}).replace('"Version"', '"Statement":[],"Version"'), 'the policy'],
  [
    'a condition twice, once escaped',
    'identity',
    conditions({ Bool: { 'acs:SourceIp': 'true' } }).replace('"acs:SourceIp"', '"acs:SourceIp":"false","\\u0061cs:SourceIp"'),
    'the policy',
  ],
];

describe('a policy that is refused', () => {
  it.each(ROWS)('%s', (_, kind, text, place) => {
    expect(parsePolicy(text, kind)).toMatchObject({
      code: 'InvalidPolicyDocument',
      message: expect.stringContaining(`not valid at ${place}: expected`) as string,
    });
  });
});
