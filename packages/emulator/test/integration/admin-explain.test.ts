import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askAdmin, type AdminAnswer } from '../support/admin-request.ts';
import { ask } from '../support/signed-request.ts';

let emulator: RunningEmulator;
const bucket = 'app-data';
const aliceId = '200000000000000042';
const statement = (Effect: string, Action: string, more: object = {}): object => ({
  Effect,
  Action: [Action],
  Resource: ['acs:oss:*:*:*'],
  ...more,
});
const document = (...Statement: readonly object[]): object => ({ Version: '1', Statement });
const explain = (question: object): Promise<AdminAnswer> => askAdmin(emulator, { method: 'POST', path: 'explain', body: question });

/** Who asks for what, on the object `app-data/key`. */
async function decided(caller: unknown, action: string, more: object = {}): Promise<unknown> {
  const { json } = await explain({ caller, action, resource: `${bucket}/key`, ...more });
  return json.Code ?? [json.Decision, json.Ground, json.Statement];
}

beforeAll(async () => {
  emulator = await startEmulator({ sweepEvery: 0 });
  await ask(emulator, { method: 'PUT', bucket });
  await ask(emulator, { method: 'PUT', bucket, key: 'key', body: 'x', headers: { 'x-oss-tagging': 'team=blue' } });
  await ask(emulator, { method: 'PUT', bucket, key: 'open', body: 'x', headers: { 'x-oss-object-acl': 'public-read' } });
  const tagged = statement('Deny', 'oss:DeleteObject', { Condition: { StringEquals: { 'oss:ExistingObjectTag/team': ['blue'] } } });
  const policies = [
    document(statement('Allow', 'oss:PutObject', { Condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } })),
    document(statement('Allow', 'oss:DeleteObject'), tagged),
    document(
      statement('Allow', 'oss:GetObjectTagging', { Condition: { DateGreaterThan: { 'acs:CurrentTime': ['2020-01-01T00:00:00Z'] } } }),
    ),
    document({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'acs:kms:*:*:key/mine' }),
    document(statement('Allow', 'oss:PutObject', { Condition: { StringEquals: { 'sse:ServerSideEncryption': ['SM4'] } } })),
  ];
  await askAdmin(emulator, { method: 'PUT', path: 'users/alice', body: { id: aliceId, policies } });
  await askAdmin(emulator, { method: 'PUT', path: 'roles/reader', body: { trust: ['alice'], policies: ['AliyunOSSReadOnlyAccess'] } });
  const principal = { Principal: [aliceId], Resource: [`acs:oss:*:*:${bucket}/*`] };
  const body = JSON.stringify(
    document(statement('Allow', 'oss:GetObject', principal), statement('Deny', 'oss:PutObjectAcl', { ...principal, Principal: ['*'] })),
  );
  expect((await ask(emulator, { method: 'PUT', bucket, query: [['policy', '']], body })).status).toBe(200);
});
afterAll(() => emulator.close());

describe('an explanation', () => {
  const alice = { user: 'alice' };

  it('tells which statement of the user allows, and that a condition was not met', async () => {
    const context = { 'acs:SourceIp': '10.0.0.1' };
    const { json } = await explain({ caller: alice, action: 'oss:PutObject', resource: `${bucket}/key`, context });
    expect(json).toEqual({
      Decision: 'Allow',
      Reason: `Statement[0] of the policy "user alice: inline 1" allows the caller to do oss:PutObject on acs:oss:oss-cn-hangzhou:1000000000000001:${bucket}/key.`,
      Ground: { kind: 'statement', of: 'identity', policy: 'user alice: inline 1', statement: 0 },
      Statement: statement('Allow', 'oss:PutObject', { Condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } }),
    });
    const acl = { kind: 'acl', of: 'bucket', acl: 'private' };
    expect(await decided(alice, 'oss:PutObject', { context: { 'acs:SourceIp': '192.168.0.1' } })).toEqual(['Deny', acl, undefined]);
    expect(await decided(alice, 'oss:PutObject')).toEqual(['Deny', acl, undefined]);
  });

  it('reads the bucket policy', async () => {
    expect(await decided(alice, 'oss:GetObject')).toMatchObject([
      'Allow',
      { of: 'bucket', policy: `bucket ${bucket}`, statement: 0 },
      { Principal: [aliceId] },
    ]);
    expect(await decided('root', 'oss:PutObjectAcl')).toMatchObject(['Deny', { of: 'bucket', statement: 1 }, { Effect: 'Deny' }]);
    expect(await decided('root', 'oss:GetObject')).toEqual(['Allow', { kind: 'account' }, undefined]);
    expect(await decided('anonymous', 'oss:GetObject')).toEqual(['Deny', { kind: 'acl', of: 'bucket', acl: 'private' }, undefined]);
  });

  it('knows the time and the tags that are there, unless it is told others', async () => {
    expect(await decided(alice, 'oss:GetObjectTagging')).toMatchObject(['Allow', {}, {}]);
    const past = { context: { 'acs:currenttime': '2019-01-01T00:00:00Z' } };
    expect(await decided(alice, 'oss:GetObjectTagging', past)).toMatchObject(['Deny', { kind: 'nothing' }, undefined]);
    expect(await decided(alice, 'oss:DeleteObject')).toMatchObject(['Deny', { statement: 1 }, { Effect: 'Deny' }]);
    expect(await decided(alice, 'oss:DeleteObject', { context: { 'oss:ExistingObjectTag/team': 'red' } })).toMatchObject(['Allow', {}, {}]);
    expect(await decided(alice, 'oss:PutObject', { context: { 'sse:ServerSideEncryption': 'SM4' } })).toMatchObject(['Allow', {}, {}]);
  });

  it('is given for sessions of roles, narrowed or not', async () => {
    const allowed = ['Allow', { of: 'identity', policy: 'role reader: AliyunOSSReadOnlyAccess' }, {}];
    expect(await decided({ role: 'reader' }, 'oss:GetObject')).toMatchObject(allowed);
    const narrowed = { role: 'reader', session: 's', sessionPolicy: document(statement('Allow', 'oss:ListObjects')) };
    expect(await decided(narrowed, 'oss:GetObject')).toEqual(['Deny', { kind: 'session-policy' }, undefined]);
    expect(await decided(narrowed, 'oss:PutObject')).toMatchObject(['Deny', { kind: 'acl' }, undefined]);
  });

  it('looks at the ACL of the object before that of the bucket', async () => {
    const open = { resource: `${bucket}/open` };
    expect(await decided('anonymous', 'oss:GetObject', open)).toEqual([
      'Allow',
      { kind: 'acl', of: 'object', acl: 'public-read' },
      undefined,
    ]);
    expect(await decided('anonymous', 'oss:PutObject', open)).toEqual([
      'Deny',
      { kind: 'acl', of: 'object', acl: 'public-read' },
      undefined,
    ]);
  });

  it.each([
    ['oss:GetObject', `acs:oss:*:*:${bucket}/key`, 'Allow'],
    ['oss:GetObject', `acs:oss:oss-cn-hangzhou:1000000000000001:${bucket}/key`, 'Allow'],
    ['oss:GetObject', bucket, 'Deny'],
    ['oss:ListBuckets', '*', 'Deny'],
    ['kms:Decrypt', 'acs:kms:*:*:key/mine', 'Allow'],
    ['kms:Decrypt', 'acs:kms:cn-hangzhou:1000000000000001:key/other', 'Deny'],
    ['sts:AssumeRole', 'acs:ram::1000000000000001:role/reader', 'Allow'],
    ['oss:PutBucket', 'not-there', 'Deny'],
  ])('is about %s on %s', async (action, resource, decision) => {
    expect((await explain({ caller: alice, action, resource })).json).toMatchObject({ Decision: decision });
  });

  it.each<readonly [object, number, string]>([
    [{ caller: { user: 'nobody' } }, 404, 'EntityNotExist.User'],
    [{ caller: { role: 'nobody' } }, 404, 'EntityNotExist.Role'],
    [{ caller: {} }, 400, 'InvalidParameter'],
    [{ caller: { user: 'alice', role: 'reader' } }, 400, 'InvalidParameter'],
    [{ caller: { user: 'alice', session: 's' } }, 400, 'InvalidParameter'],
    [{ caller: { role: 'reader', sessionPolicy: {} } }, 400, 'MalformedPolicyDocument'],
    [{ caller: 'nobody' }, 400, 'InvalidParameter'],
    [{ action: 'PutObject' }, 400, 'InvalidParameter'],
    [{ action: 'oss:Put*' }, 400, 'InvalidParameter'],
    [{ resource: '' }, 400, 'InvalidParameter'],
    [{ resource: 'acs:oss:*:2000000000000002:app-data' }, 400, 'InvalidParameter'],
    [{ resource: 'acs:oss:cn-beijing:*:app-data' }, 400, 'InvalidParameter'],
    [{ resource: 'acs:log:*:*:project' }, 400, 'InvalidParameter'],
    [{ resource: 'acs:kms:*:*:secret/app' }, 400, 'InvalidParameter'],
    [{ resource: 'acs:kms:*:*:alias/not-there' }, 400, 'InvalidParameter'],
    [{ action: 'oss:GetObjct' }, 400, 'InvalidParameter'],
    [{ action: 'oss:getObject' }, 400, 'InvalidParameter'],
    [{ action: 'sts:AssumeRole' }, 400, 'InvalidParameter'],
    [{ action: 'sts:AssumeRole', resource: 'acs:ram:*:*:role/nobody' }, 404, 'EntityNotExist.Role'],
    [{ resource: 'No_Bucket/key' }, 400, 'InvalidBucketName'],
    [{ resource: 'not-there/key' }, 404, 'NoSuchBucket'],
    [{ resource: `${bucket}//key` }, 400, 'InvalidObjectName'],
  ])('is refused for %j', async (wrong, status, code) => {
    const answer = await explain({ caller: 'root', action: 'oss:PutObject', resource: bucket, ...wrong });
    expect([answer.status, answer.json.Code]).toEqual([status, code]);
  });

  it('names the action that was meant', async () => {
    const { json } = await explain({ caller: 'root', action: 'oss:GetObjct', resource: bucket });
    expect(json.Message).toContain('such as oss:GetObject, got oss:GetObjct.');
  });
});
