import { describe, expect, it } from 'vitest';
import { ACCOUNT, allow, decided } from './situation.ts';

type ActionRow = readonly [pattern: string | readonly string[], action: string, covered: boolean];

const ACTIONS: readonly ActionRow[] = [
  ['oss:GetObject', 'oss:GetObject', true],
  ['oss:GetObject', 'oss:GetObjectVersion', false],
  ['oss:GetObject', 'oss:GetObjectAcl', false],
  ['oss:GetObject', 'oss:PutObject', false],
  ['oss:getobject', 'oss:GetObject', true],
  ['OSS:GETOBJECT', 'oss:GetObject', true],
  ['oss:Get*', 'oss:GetObject', true],
  ['oss:Get*', 'oss:GetBucketEncryption', true],
  ['oss:Get*', 'oss:PutObject', false],
  ['oss:get*', 'oss:GetBucketAcl', true],
  ['oss:*Object', 'oss:DeleteObject', true],
  ['oss:*Object', 'oss:DeleteObjectVersion', false],
  ['oss:*Bucket*', 'oss:ListBuckets', true],
  ['oss:*Bucket*', 'oss:PutObject', false],
  ['oss:???Object', 'oss:GetObject', true],
  ['oss:???Object', 'oss:PutObject', true],
  ['oss:???Object', 'oss:DeleteObject', false],
  ['oss:GetObject?', 'oss:GetObject', false],
  ['oss:*', 'oss:PutBucketPolicy', true],
  ['oss:*', 'kms:Decrypt', false],
  ['*', 'oss:PutBucketPolicy', true],
  ['*', 'kms:Decrypt', true],
  ['*:Decrypt', 'kms:Decrypt', true],
  ['kms:*', 'kms:GenerateDataKey', true],
  ['kms:*', 'oss:GetObject', false],
  ['kms:List*', 'kms:ListKeys', true],
  ['sts:AssumeRole', 'sts:AssumeRole', true],
  [['oss:PutObject', 'oss:GetObject'], 'oss:GetObject', true],
  [['oss:PutObject', 'oss:List*'], 'oss:GetObject', false],
];

type ResourceRow = readonly [pattern: string | readonly string[], on: string, covered: boolean];

const ours = `acs:oss:*:${ACCOUNT}:`;

const RESOURCES: readonly ResourceRow[] = [
  ['*', 'b/k', true],
  ['*', 'b', true],
  ['*', '', true],
  ['acs:oss:*:*:*', 'b/k', true],
  ['acs:oss:*:*:*', 'b', true],
  ['acs:oss:*:*:*', '', true],
  ['acs:oss:*:*:b', 'b', true],
  ['acs:oss:*:*:b', 'b/k', false],
  ['acs:oss:*:*:b', 'bb', false],
  ['acs:oss:*:*:b', '', false],
  ['acs:oss:*:*:b/*', 'b/k', true],
  ['acs:oss:*:*:b/*', 'b/deep/er', true],
  ['acs:oss:*:*:b/*', 'b', false],
  ['acs:oss:*:*:b/*', 'c/k', false],
  ['acs:oss:*:*:b*', 'b', true],
  ['acs:oss:*:*:b*', 'b/k', true],
  ['acs:oss:*:*:b*', 'bb/k', true],
  ['acs:oss:*:*:*/k', 'b/k', true],
  ['acs:oss:*:*:*/k', 'b/deep/k', true],
  ['acs:oss:*:*:*/k', 'b/kk', false],
  ['acs:oss:*:*:?', 'b', true],
  ['acs:oss:*:*:?', 'bb', false],
  ['acs:oss:*:*:b/?', 'b/k', true],
  ['acs:oss:*:*:b/?', 'b/😀', true],
  ['acs:oss:*:*:b/?', 'b/kk', false],
  ['acs:oss:*:*:b/photo-?.jpg', 'b/photo-1.jpg', true],
  ['acs:oss:*:*:b/photo-?.jpg', 'b/photo-10.jpg', false],
  ['acs:oss:*:*:b/logs/*', 'b/logs/2026', true],
  ['acs:oss:*:*:b/logs/*', 'b/logs/', true],
  ['acs:oss:*:*:b/logs/*', 'b/logs', false],
  ['acs:oss:*:*:b/K', 'b/k', false],
  ['acs:oss:*:*:b/k', 'b/k', true],
  ['acs:OSS:*:*:b/k', 'b/k', false],
  ['acs:oss:*:*:b/a*c', 'b/a*c', true],
  ['acs:oss:*:*:b/a*c', 'b/abc', true],
  ['acs:oss:*:*:b/[ak]', 'b/k', false],
  ['acs:oss:*:*:b/.', 'b/k', false],
  [`${ours}b/k`, 'b/k', true],
  ['acs:oss:*:9999999999999999:b/k', 'b/k', false],
  ['acs:oss:*:123456789012345?:b/k', 'b/k', true],
  ['acs:oss:oss-cn-hangzhou:*:b/k', 'b/k', true],
  ['acs:oss:cn-hangzhou:*:b/k', 'b/k', true],
  ['acs:oss:oss-cn-shanghai:*:b/k', 'b/k', false],
  ['acs:oss:cn-shanghai:*:b/k', 'b/k', false],
  ['acs:oss:*cn-hangzhou:*:b/k', 'b/k', true],
  ['acs:oss:hangzhou:*:b/k', 'b/k', false],
  ['acs:oss::*:b/k', 'b/k', false],
  ['acs:kms:*:*:*', 'b/k', false],
  ['acs:oss:*:*:*', `acs:kms:cn-hangzhou:${ACCOUNT}:key/k-1`, false],
  ['acs:kms:*:*:key/k-1', `acs:kms:cn-hangzhou:${ACCOUNT}:key/k-1`, true],
  ['acs:kms:*:*:key/k-1', `acs:kms:cn-hangzhou:${ACCOUNT}:key/k-2`, false],
  ['acs:kms:*:*:key/*', `acs:kms:cn-hangzhou:${ACCOUNT}:key/k-2`, true],
  ['acs:ram:*:*:role/reader', `acs:ram::${ACCOUNT}:role/reader`, true],
  ['acs:ram:*:*:role/reader', `acs:ram::${ACCOUNT}:role/writer`, false],
  [['acs:oss:*:*:a/*', 'acs:oss:*:*:b/*'], 'b/k', true],
  [['acs:oss:*:*:b', 'acs:oss:*:*:c/*'], 'b/k', false],
];

const expected = (covered: boolean): string => (covered ? 'Allow user.0' : 'Deny nothing');

describe('an action', () => {
  it.each(ACTIONS)('%j covers %s: %s', (pattern, action, covered) => {
    expect(decided({ user: [allow(pattern)], action })).toBe(expected(covered));
  });
});

describe('a resource', () => {
  it.each(RESOURCES)('%j covers %s: %s', (pattern, on, covered) => {
    expect(decided({ user: [allow('*', pattern)], on })).toBe(expected(covered));
  });
});
