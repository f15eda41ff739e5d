import { describe, expect, it } from 'vitest';
import type { BucketAcl } from '../../../src/bucket/acl.ts';
import { allow, ANYONE, BOB, decided, deny, to, type Situation } from './situation.ts';

type AclRow = readonly [acl: BucketAcl, objectAcl: BucketAcl | undefined, action: string, expected: string];

const ROWS: readonly AclRow[] = [
  ['private', undefined, 'oss:GetObject', 'Deny bucket acl'],
  ['private', undefined, 'oss:PutObject', 'Deny bucket acl'],
  ['public-read', undefined, 'oss:GetObject', 'Allow bucket acl'],
  ['public-read', undefined, 'oss:PutObject', 'Deny bucket acl'],
  ['public-read', undefined, 'oss:DeleteObject', 'Deny bucket acl'],
  ['public-read', undefined, 'oss:AbortMultipartUpload', 'Deny bucket acl'],
  ['public-read', undefined, 'oss:GetObjectVersion', 'Deny nothing'],
  ['public-read', undefined, 'oss:GetObjectAcl', 'Deny nothing'],
  ['public-read', undefined, 'oss:ListObjects', 'Deny nothing'],
  ['public-read', undefined, 'oss:GetBucketAcl', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:GetObject', 'Allow bucket acl'],
  ['public-read-write', undefined, 'oss:PutObject', 'Allow bucket acl'],
  ['public-read-write', undefined, 'oss:DeleteObject', 'Allow bucket acl'],
  ['public-read-write', undefined, 'oss:AbortMultipartUpload', 'Allow bucket acl'],
  ['public-read-write', undefined, 'oss:ListParts', 'Allow bucket acl'],
  ['public-read-write', undefined, 'oss:DeleteObjectVersion', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:GetObjectVersion', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:PutObjectAcl', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:PutObjectTagging', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:ListObjects', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:ListMultipartUploads', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:PutBucketEncryption', 'Deny nothing'],
  ['public-read-write', undefined, 'oss:DeleteBucket', 'Deny nothing'],
  ['private', 'public-read', 'oss:GetObject', 'Allow object acl'],
  ['private', 'public-read', 'oss:PutObject', 'Deny object acl'],
  ['private', 'public-read-write', 'oss:PutObject', 'Allow object acl'],
  ['private', 'public-read-write', 'oss:GetObjectVersion', 'Deny nothing'],
  ['public-read', 'private', 'oss:GetObject', 'Deny object acl'],
  ['public-read', 'public-read-write', 'oss:PutObject', 'Allow object acl'],
  ['public-read-write', 'private', 'oss:GetObject', 'Deny object acl'],
  ['public-read-write', 'private', 'oss:DeleteObject', 'Deny object acl'],
  ['public-read-write', 'public-read', 'oss:GetObject', 'Allow object acl'],
  ['public-read-write', 'public-read', 'oss:PutObject', 'Deny object acl'],
];

type Row = readonly [name: string, situation: Situation, expected: string];

const get = allow('oss:GetObject');
const fixed = { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } };
const wide = { IpAddress: { 'acs:SourceIp': '0.0.0.0/0' } };
const home = { 'acs:SourceIp': '10.1.2.3' };

const WITH_POLICIES: readonly Row[] = [
  ['a policy allows what the ACL does not', { acl: 'private', user: [get] }, 'Allow user.0'],
  ['a bucket policy allows what the ACL does not', { acl: 'private', bucket: [to('*', get)] }, 'Allow bucket.0'],
  ['a policy is named before an ACL', { acl: 'public-read', user: [get] }, 'Allow user.0'],
  ['a policy denies what the ACL allows', { acl: 'public-read', user: [deny('oss:GetObject')] }, 'Deny user.0'],
  ['a policy denies what the object ACL allows', { acl: 'private', objectAcl: 'public-read', user: [deny('oss:*')] }, 'Deny user.0'],
  ['a bucket policy denies everybody', { by: ANYONE, acl: 'public-read-write', bucket: [to([], deny('*'))] }, 'Deny bucket.0'],
  ['a bucket policy denies a user', { acl: 'public-read', bucket: [to(['200000000000000001'], deny('*'))] }, 'Deny bucket.0'],
  ['the other may', { by: BOB, acl: 'public-read', bucket: [to(['200000000000000001'], deny('*'))] }, 'Allow bucket acl'],
  ['no bucket, no ACL', { by: ANYONE, action: 'oss:ListBuckets', on: '' }, 'Deny nothing'],
];

const BLOCKED: readonly Row[] = [
  ['a public ACL', { by: ANYONE, acl: 'public-read' }, 'Deny bucket acl'],
  ['a public ACL, for users', { acl: 'public-read-write' }, 'Deny bucket acl'],
  ['a public object ACL', { by: ANYONE, acl: 'private', objectAcl: 'public-read' }, 'Deny object acl'],
  ['a public statement', { by: ANYONE, bucket: [to('*', get)] }, 'Deny nothing'],
  ['a public statement, by an empty list', { by: ANYONE, bucket: [to([], get)] }, 'Deny nothing'],
  ['a public statement, for users', { bucket: [to('*', get)] }, 'Deny nothing'],
  ['a statement for one user', { bucket: [to(['200000000000000001'], get)] }, 'Allow bucket.0'],
  ['a statement behind a public one keeps its number', { bucket: [to('*', get), to(['200000000000000001'], get)] }, 'Allow bucket.1'],
  [
    'a public statement for a fixed network',
    { by: ANYONE, bucket: [to('*', { ...get, Condition: fixed })], context: home },
    'Allow bucket.0',
  ],
  ['a public statement for any network', { by: ANYONE, bucket: [to('*', { ...get, Condition: wide })], context: home }, 'Deny nothing'],
  ['a public Deny still counts', { user: [get], bucket: [to('*', deny('*'))] }, 'Deny bucket.0'],
  ['a policy of the user', { user: [get], acl: 'private' }, 'Allow user.0'],
];

describe.each([
  ['an anonymous caller', ANYONE],
  ['a user without policies', BOB],
])('ACLs for %s', (_, by) => {
  it.each(ROWS)('bucket %s, object %s: %s is %s', (acl, objectAcl, action, expected) => {
    expect(decided({ by, acl, ...(objectAcl === undefined ? {} : { objectAcl }), action })).toBe(expected);
  });
});

describe('ACLs and policies', () => {
  it.each(WITH_POLICIES)('%s', (_, situation, expected) => {
    expect(decided(situation)).toBe(expected);
  });
});

describe('where public access is blocked', () => {
  it.each(BLOCKED)('%s', (_, situation, expected) => {
    expect(decided({ ...situation, blocked: true })).toBe(expected);
  });

  it.each(BLOCKED.slice(0, 7))('and where it is not: %s', (_, situation) => {
    expect(decided(situation)).toMatch(/^Allow /);
  });
});
