import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askAdmin } from '../support/admin-request.ts';
import { ask, type Ask } from '../support/signed-request.ts';

const alice = { id: '200000000000000042', accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
const requests: readonly (readonly [action: string, request: Ask])[] = [
  ['oss:GetObject', { method: 'GET', key: 'a' }],
  ['oss:PutObject', { method: 'PUT', key: 'a', body: 'x' }],
  ['oss:PutObject', { method: 'PUT', key: 'logs/b', body: 'x' }],
  ['oss:DeleteObject', { method: 'DELETE', key: 'none' }],
  ['oss:GetObjectAcl', { method: 'GET', key: 'a', query: [['acl', '']] }],
  ['oss:GetObjectTagging', { method: 'GET', key: 'a', query: [['tagging', '']] }],
  ['oss:ListObjects', { method: 'GET' }],
  ['oss:GetBucketEncryption', { method: 'GET', query: [['encryption', '']] }],
  ['oss:GetBucketAcl', { method: 'GET', query: [['acl', '']] }],
  ['oss:GetBucketInfo', { method: 'GET', query: [['bucketInfo', '']] }],
];
const [A, ALL] = [['acs:oss:*:*:*/a'], ['acs:oss:*:*:*']];
const allow = (Action: readonly string[], Resource = ALL, Condition?: object): object => ({ Effect: 'Allow', Action, Resource, Condition });
const deny = (Action: readonly string[], Resource = ALL, Condition?: object): object => ({ Effect: 'Deny', Action, Resource, Condition });
const here = { IpAddress: { 'acs:SourceIp': ['127.0.0.0/8'] } };

/** What alice and the bucket's policy say, by turns: for the user, for the bucket. */
const worlds: readonly (readonly [name: string, user: readonly object[], bucket: readonly object[]])[] = [
  ['nothing', [], []],
  ['everything', [allow(['oss:*'])], []],
  ['reading, but one object', [allow(['oss:Get*', 'oss:List*']), deny(['oss:GetObject'], A)], []],
  ['writing from here', [allow(['oss:PutObject', 'oss:DeleteObject'], ALL, here)], []],
  ['everything but from here', [allow(['oss:*']), deny(['oss:*Object'], ALL, here)], []],
  ['everything over TLS', [allow(['oss:*'], ALL, { Bool: { 'acs:SecureTransport': ['true'] } })], []],
  ['what the bucket gives', [], [allow(['oss:GetObject*'], ['acs:oss:*:*:shared/*'])]],
  ['what the bucket leaves', [allow(['oss:*'])], [deny(['oss:Put*'], ['acs:oss:*:*:shared/logs/*'])]],
  ['everything under SM4', [allow(['oss:*'], ALL, { StringEquals: { 'sse:ServerSideEncryption': ['SM4'] } })], []],
  ['everything of the blue', [allow(['oss:*'], ALL, { StringEquals: { 'oss:ExistingObjectTag/team': ['blue'] } })], []],
];

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ sweepEvery: 0 });
  await ask(emulator, { method: 'PUT', bucket: 'shared', headers: { 'x-oss-server-side-encryption': 'SM4' } });
  await ask(emulator, { method: 'PUT', bucket: 'shared', key: 'a', body: 'x', headers: { 'x-oss-tagging': 'team=blue' } });
  await askAdmin(emulator, { method: 'PUT', path: 'users/alice', body: { id: alice.id } });
  const { accessKeyId, accessKeySecret } = alice;
  await askAdmin(emulator, { method: 'POST', path: 'users/alice/access-keys', body: { accessKeyId, accessKeySecret } });
});
afterAll(() => emulator.close());

async function build(user: readonly object[], bucket: readonly object[]): Promise<void> {
  const policies = user.length === 0 ? [] : [{ Version: '1', Statement: user }];
  expect((await askAdmin(emulator, { method: 'PUT', path: 'users/alice', body: { policies } })).status).toBe(200);
  const body = JSON.stringify({ Version: '1', Statement: bucket.map((each) => ({ ...each, Principal: [alice.id] })) });
  const policy: Ask = bucket.length === 0 ? { method: 'DELETE' } : { method: 'PUT', body };
  expect((await ask(emulator, { ...policy, bucket: 'shared', query: [['policy', '']] })).status).toBeLessThan(300);
}

describe('an explanation agrees with requests', () => {
  it.each(worlds)('of a user who may do %s', async (_name, user, bucket) => {
    await build(user, bucket);
    for (const [action, request] of requests) {
      const resource = request.key === undefined ? 'shared' : `shared/${request.key}`;
      const context = { 'acs:SourceIp': '127.0.0.1', 'acs:SecureTransport': 'false' };
      const { json } = await askAdmin(emulator, {
        method: 'POST',
        path: 'explain',
        body: { caller: { user: 'alice' }, action, resource, context },
      });
      const { status } = await ask({ ...emulator, ...alice }, { ...request, bucket: 'shared' });
      expect([action, resource, json.Decision]).toEqual([action, resource, status === 403 ? 'Deny' : 'Allow']);
      // So that what one request wrote does not change what the next one meets.
      if (request.method === 'PUT')
        await ask(emulator, { method: 'PUT', bucket: 'shared', key: 'a', body: 'x', headers: { 'x-oss-tagging': 'team=blue' } });
    }
  });
});
