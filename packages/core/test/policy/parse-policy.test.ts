import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';

const statement = { Effect: 'Allow', Action: 'oss:GetObject', Resource: 'acs:oss:*:*:b/*' };
const policy = (more: object): string => JSON.stringify({ Version: '1', Statement: [{ ...statement, ...more }] });

describe('parsePolicy', () => {
  it('reads texts and lists alike', () => {
    const conditions = { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' }, StringLike: { 'oss:Prefix': ['a*', 'b'] } };
    const parsed = parsePolicy(policy({ Action: ['oss:Get*', 'oss:List*'], Condition: conditions }), 'identity');
    expect(parsed).toEqual({
      statements: [
        {
          effect: 'Allow',
          actions: ['oss:Get*', 'oss:List*'],
          resources: ['acs:oss:*:*:b/*'],
          conditions: [
            { operator: 'IpAddress', key: 'acs:SourceIp', values: ['10.0.0.0/8'] },
            { operator: 'StringLike', key: 'oss:Prefix', values: ['a*', 'b'] },
          ],
        },
      ],
    });
  });

  it.each([
    [['1234'], ['1234']],
    ['*', ['*']],
    [[], ['*']],
  ])('reads the principals %j of a bucket policy', (Principal, principals) => {
    expect(parsePolicy(policy({ Principal }), 'bucket')).toMatchObject({ statements: [{ principals }] });
  });

  it.each([
    ['', 'the policy'],
    ['[]', 'the policy'],
    ['null', 'the policy'],
    ['{"Version":"1"}', 'Statement[0]'],
    ['{"Version":"1","Statement":[]}', 'Statement'],
    ['{"Version":1,"Statement":[]}', 'Version'],
    [JSON.stringify({ Version: '2', Statement: [statement] }), 'Version'],
    [JSON.stringify({ Version: '1', Statement: [statement], Extra: 1 }), 'the policy'],
    [policy({ Effect: 'allow' }), 'Statement[0].Effect'],
    [policy({ Action: [] }), 'Statement[0].Action'],
    [policy({ Action: 1 }), 'Statement[0].Action'],
    [policy({ Resource: undefined }), 'Statement[0].Resource'],
    [policy({ NotAction: 'oss:GetObject' }), 'Statement[0]'],
    [policy({ Principal: ['*'] }), 'Statement[0].Principal'],
    [policy({ Condition: [] }), 'Statement[0].Condition'],
    [policy({ Condition: { StringEqual: { 'oss:Prefix': 'a' } } }), 'Statement[0].Condition'],
    [policy({ Condition: { StringEquals: { 'oss:Prefix': [] } } }), 'Statement[0].Condition.StringEquals.oss:Prefix'],
    [policy({ Condition: { NumericLessThan: { 'oss:Prefix': 'many' } } }), 'Statement[0].Condition.NumericLessThan.oss:Prefix'],
    [policy({ Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/33' } } }), 'Statement[0].Condition.IpAddress.acs:SourceIp'],
    [policy({ Condition: { Bool: { 'acs:SecureTransport': true } } }), 'Statement[0].Condition.Bool.acs:SecureTransport'],
    [policy({ Sid: 'x'.repeat(20_000) }), 'the policy'],
  ])('refuses %.60s and says where', (text, place) => {
    const refused = parsePolicy(text, 'identity');
    expect(refused).toBeInstanceOf(OssError);
    expect(refused).toMatchObject({
      code: 'InvalidPolicyDocument',
      message: expect.stringContaining(`not valid at ${place}: expected`) as string,
    });
  });

  it('wants principals in a bucket policy', () => {
    expect(parsePolicy(policy({}), 'bucket')).toMatchObject({ code: 'InvalidPolicyDocument' });
  });
});

describe('a trust policy', () => {
  const trust = (more: object): string =>
    JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...more }] });

  it.each([
    [{ RAM: 'acs:ram::1:root' }, ['acs:ram::1:root']],
    [{ RAM: ['acs:ram::1:user/a', 'acs:ram::1:role/r'], Service: ['ecs.aliyuncs.com'] }, ['acs:ram::1:user/a', 'acs:ram::1:role/r']],
    [{ Service: ['ecs.aliyuncs.com'] }, []],
  ])('names %j', (Principal, principals) => {
    expect(parsePolicy(trust({ Principal }), 'trust')).toMatchObject({ statements: [{ principals, resources: ['*'] }] });
  });

  it.each([
    [{}, 'Statement[0].Principal'],
    [{ Principal: {} }, 'Statement[0].Principal'],
    [{ Principal: '*' }, 'Statement[0].Principal'],
    [{ Principal: ['1'] }, 'Statement[0].Principal'],
    [{ Principal: { RAM: [] } }, 'Statement[0].Principal'],
    [{ Principal: { RAM: [1] } }, 'Statement[0].Principal.RAM'],
    [{ Principal: { Aws: ['*'] } }, 'Statement[0].Principal'],
    [{ Principal: { RAM: '*' }, Resource: '*' }, 'Statement[0].Resource'],
    [{ Principal: { RAM: '*' }, Action: undefined }, 'Statement[0].Action'],
  ])('%j is refused at %s', (more, place) => {
    const refused = parsePolicy(trust(more), 'trust');
    expect(refused).toMatchObject({ code: 'InvalidPolicyDocument', message: expect.stringContaining(`valid at ${place}:`) });
  });
});
