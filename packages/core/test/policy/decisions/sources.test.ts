import { describe, expect, it } from 'vitest';
import { ALICE, allow, ANYONE, BOB, decided, deny, READER, ROOT, to, type Situation } from './situation.ts';

type Row = readonly [name: string, situation: Situation, expected: string];

const GET = 'oss:GetObject';
const all = [allow('oss:*')];
const get = [allow(GET)];
const put = [allow('oss:PutObject')];
const noGet = [deny(GET)];
const open = [to(['*'], allow(GET))];
const closed = [to(['*'], deny(GET))];
const closedPut = [to(['*'], deny('oss:PutObject'))];
const forAlice = [to(['200000000000000001'], allow(GET))];
const againstAlice = [to(['200000000000000001'], deny('oss:*'))];
const forReader = [to(['arn:sts::*:assumed-role/reader/*'], allow(GET))];

const USERS: readonly Row[] = [
  ['nothing at all', {}, 'Deny nothing'],
  ['a policy of the user', { user: get }, 'Allow user.0'],
  ['a policy of a group', { group: get }, 'Allow group.0'],
  ['policies of both', { user: get, group: all }, 'Allow user.0'],
  ['a policy about something else', { user: put }, 'Deny nothing'],
  ['two policies, the second allows', { user: put, group: get }, 'Allow group.0'],
  ['two statements, the second allows', { user: [...put, ...get] }, 'Allow user.1'],
  ['Deny alone', { user: noGet }, 'Deny user.0'],
  ['Allow, then Deny', { user: [...all, ...noGet] }, 'Deny user.1'],
  ['Deny, then Allow', { user: [...noGet, ...all] }, 'Deny user.0'],
  ['the user may, the group must not', { user: all, group: noGet }, 'Deny group.0'],
  ['the group may, the user must not', { user: noGet, group: all }, 'Deny user.0'],
  ['Deny of another action', { user: [...all, deny('oss:PutObject')] }, 'Allow user.0'],
  ['Deny of another key', { user: [...all, deny('*', 'acs:oss:*:*:b/other')] }, 'Allow user.0'],
  ['Deny of the bucket alone', { user: [...all, deny('*', 'acs:oss:*:*:b')] }, 'Allow user.0'],
  [
    'Deny of all but one address, from it',
    { user: [...all, deny('*', '*', { NotIpAddress: { 'acs:SourceIp': '10.0.0.1' } })], context: { 'acs:SourceIp': '10.0.0.1' } },
    'Allow user.0',
  ],
  [
    'Deny of all but one address, from another',
    { user: [...all, deny('*', '*', { NotIpAddress: { 'acs:SourceIp': '10.0.0.1' } })], context: { 'acs:SourceIp': '10.0.0.2' } },
    'Deny user.1',
  ],
];

const BUCKETS: readonly Row[] = [
  ['the bucket policy alone', { bucket: open }, 'Allow bucket.0'],
  ['the bucket policy names the user', { bucket: forAlice }, 'Allow bucket.0'],
  ['the bucket policy names somebody else', { by: BOB, bucket: forAlice }, 'Deny nothing'],
  ['user and bucket allow', { user: get, bucket: open }, 'Allow user.0'],
  ['the user may, the bucket says nothing', { user: get, bucket: [to(['*'], allow('oss:PutObject'))] }, 'Allow user.0'],
  ['the user may, the bucket denies', { user: get, bucket: closed }, 'Deny bucket.0'],
  ['the bucket allows, the user must not', { user: noGet, bucket: open }, 'Deny user.0'],
  ['the bucket allows, a group must not', { group: noGet, bucket: open }, 'Deny group.0'],
  ['both deny', { user: noGet, bucket: closed }, 'Deny user.0'],
  ['the bucket denies another user', { by: BOB, user: get, bucket: againstAlice }, 'Allow user.0'],
  ['the bucket denies the user', { by: ALICE, user: get, bucket: againstAlice }, 'Deny bucket.0'],
  ['the bucket denies another action', { user: get, bucket: closedPut }, 'Allow user.0'],
  ['the bucket policy allows and denies', { bucket: [...open, ...closed] }, 'Deny bucket.1'],
  ['the bucket policy is about another bucket', { bucket: [to(['*'], allow(GET, 'acs:oss:*:*:other/*'))] }, 'Deny nothing'],
  ['the bucket policy is about the bucket, not its objects', { bucket: [to(['*'], allow(GET, 'acs:oss:*:*:b'))] }, 'Deny nothing'],
  ['anonymous, the bucket allows all', { by: ANYONE, bucket: open }, 'Allow bucket.0'],
  ['anonymous, the bucket allows a user', { by: ANYONE, bucket: forAlice }, 'Deny nothing'],
  ['anonymous, the bucket denies a user', { by: ANYONE, bucket: [...open, ...againstAlice] }, 'Allow bucket.0'],
  ['anonymous, the bucket allows and denies', { by: ANYONE, bucket: [...open, ...closed] }, 'Deny bucket.1'],
  ['anonymous, nothing', { by: ANYONE }, 'Deny nothing'],
];

const SESSIONS: readonly Row[] = [
  ['the role alone', { by: READER, user: get }, 'Allow user.0'],
  ['a role without policies', { by: READER }, 'Deny nothing'],
  ['role and session policy', { by: READER, user: get, session: get }, 'Allow user.0'],
  ['a session policy that is wider', { by: READER, user: get, session: all }, 'Allow user.0'],
  ['a session policy that is narrower', { by: READER, user: all, session: put }, 'Deny session-policy'],
  ['a session policy alone', { by: READER, session: get }, 'Deny nothing'],
  ['a session policy that denies', { by: READER, user: all, session: [...all, ...noGet] }, 'Deny session.1'],
  ['a session policy that only denies', { by: READER, user: all, session: [deny('oss:PutObject')] }, 'Deny session-policy'],
  ['a role that denies', { by: READER, user: [...all, ...noGet], session: all }, 'Deny user.1'],
  ['a session policy for another key', { by: READER, user: all, session: [allow(GET, 'acs:oss:*:*:b/other')] }, 'Deny session-policy'],
  [
    'a session policy with a condition that holds',
    { by: READER, user: all, session: [allow(GET, '*', { Bool: { 'acs:MFAPresent': 'true' } })], context: { 'acs:MFAPresent': 'true' } },
    'Allow user.0',
  ],
  [
    'a session policy with a condition that does not',
    { by: READER, user: all, session: [allow(GET, '*', { Bool: { 'acs:MFAPresent': 'true' } })] },
    'Deny session-policy',
  ],
  ['the bucket allows the role', { by: READER, bucket: forReader }, 'Allow bucket.0'],
  ['the bucket allows the role, the session policy too', { by: READER, bucket: forReader, session: get }, 'Allow bucket.0'],
  ['the bucket allows the role, the session policy does not', { by: READER, bucket: forReader, session: put }, 'Deny session-policy'],
  ['the bucket allows everybody, the session policy does not', { by: READER, bucket: open, session: put }, 'Deny session-policy'],
  ['the bucket denies, role and session policy allow', { by: READER, user: all, session: all, bucket: closed }, 'Deny bucket.0'],
  ['the ACL allows, the session policy too', { by: READER, acl: 'public-read', session: get }, 'Allow bucket acl'],
  ['the ACL allows, the session policy does not', { by: READER, acl: 'public-read', session: put }, 'Deny session-policy'],
  ['the ACL allows, the session policy denies', { by: READER, acl: 'public-read', session: noGet }, 'Deny session.0'],
  ['nothing allows, a session policy neither', { by: READER, acl: 'private', session: put }, 'Deny bucket acl'],
];

const ACCOUNT_ITSELF: readonly Row[] = [
  ['the account, anything', { by: ROOT }, 'Allow account'],
  ['the account, on a private bucket', { by: ROOT, acl: 'private', objectAcl: 'private' }, 'Allow account'],
  ['the account, of the account', { by: ROOT, action: 'oss:ListBuckets', on: '' }, 'Allow account'],
  ['the account, a key', { by: ROOT, action: 'kms:Decrypt', on: 'acs:kms:r:1:key/x' }, 'Allow account'],
  ['the account, with blocked public access', { by: ROOT, blocked: true, acl: 'public-read' }, 'Allow account'],
  ['the account, denied by the bucket', { by: ROOT, bucket: closed }, 'Deny bucket.0'],
  ['the account, denied something else', { by: ROOT, bucket: closedPut }, 'Allow account'],
  [
    'the account, denied all, sets the policy',
    { by: ROOT, bucket: [to('*', deny('*'))], action: 'oss:PutBucketPolicy', on: 'b' },
    'Allow account',
  ],
  [
    'the account, denied all, reads the policy',
    { by: ROOT, bucket: [to('*', deny('*'))], action: 'oss:GetBucketPolicy', on: 'b' },
    'Allow account',
  ],
  [
    'the account, denied all, removes the policy',
    { by: ROOT, bucket: [to('*', deny('*'))], action: 'oss:DeleteBucketPolicy', on: 'b' },
    'Allow account',
  ],
  [
    'the account, denied all, asks whether it is public',
    { by: ROOT, bucket: [to('*', deny('*'))], action: 'oss:GetBucketPolicyStatus', on: 'b' },
    'Deny bucket.0',
  ],
  [
    'the account, denied all, removes the bucket',
    { by: ROOT, bucket: [to('*', deny('*'))], action: 'oss:DeleteBucket', on: 'b' },
    'Deny bucket.0',
  ],
  [
    'a user, denied all, sets the policy',
    { user: all, bucket: [to('*', deny('*'))], action: 'oss:PutBucketPolicy', on: 'b' },
    'Deny bucket.0',
  ],
  [
    'a session, denied all, removes the policy',
    { by: READER, user: all, bucket: [to('*', deny('*'))], action: 'oss:DeleteBucketPolicy', on: 'b' },
    'Deny bucket.0',
  ],
  ['a user without policies sets the policy', { action: 'oss:PutBucketPolicy', on: 'b' }, 'Deny nothing'],
];

describe.each([
  ['users and groups', USERS],
  ['bucket policies', BUCKETS],
  ['sessions of roles', SESSIONS],
  ['the account', ACCOUNT_ITSELF],
])('among %s', (_, rows) => {
  it.each(rows)('%s', (_name, situation, expected) => {
    expect(decided(situation)).toBe(expected);
  });
});
