import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdminClient, type AdminClient } from '../../src/admin/index.ts';
import { createClient } from '../../src/index.ts';
import { fakeServer, reply } from '../fake-server.ts';
import { emulatorOptions } from '../integration/emulator.ts';
import { rejection, SECRET } from '../test-client.ts';

const policy = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: ['oss:*'], Resource: ['acs:oss:*:*:photos', 'acs:oss:*:*:photos/*'] }],
};
const JSON_TYPE = { 'content-type': 'application/json' };

async function admin(): Promise<AdminClient & { readonly options: Awaited<ReturnType<typeof emulatorOptions>> }> {
  const options = await emulatorOptions();
  const client = createAdminClient(options);
  onTestFinished(() => client.close());
  return { ...client, options };
}

describe('an administrator', () => {
  it('makes, shows, changes and removes users, groups, policies and roles', async () => {
    const { users, groups, policies, roles } = await admin();
    expect(await groups.put('ops', { policies: ['AliyunOSSReadOnlyAccess'] })).toMatchObject({ name: 'ops', createdAt: expect.any(Date) });
    const alice = await users.put('alice@example.com', { policies: [policy], groups: ['ops'] });
    expect(alice).toMatchObject({ name: 'alice@example.com', policies: [policy], groups: ['ops'], accessKeyIds: [] });
    expect(await users.get('alice@example.com')).toEqual(alice);
    expect(await users.list()).toEqual([alice]);
    expect(await policies.put('all', { document: policy })).toMatchObject({ name: 'all', document: policy });
    expect(await roles.put('reader', { trust: ['alice@example.com'], policies: ['all'] })).toMatchObject({ trust: ['alice@example.com'] });
    expect(await rejection(policies.delete('all'))).toMatchObject({ code: 'DeleteConflict.Policy.Attachment', status: 409 });
    await roles.delete('reader');
    await policies.delete('all');
    await users.delete('alice@example.com');
    await groups.delete('ops');
    expect([await users.list(), await groups.list(), await roles.list()]).toEqual([[], [], []]);
  });

  it('gives a user a key, by which it may do what its policies say, until it is inactive', async () => {
    const { users, accessKeys, options } = await admin();
    await createClient(options).createBucket('photos');
    await users.put('alice', { policies: [policy] });
    const { accessKeyId, accessKeySecret } = await accessKeys.create('alice');
    const alice = createClient({ ...options, credentials: { accessKeyId, accessKeySecret } });
    onTestFinished(() => alice.close());
    await alice.putObject('photos', 'a', 'x');
    expect(await rejection(alice.createBucket('others'))).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(await rejection(createAdminClient({ ...options, credentials: { accessKeyId, accessKeySecret } }).users.list())).toMatchObject({
      operation: 'ListUsers',
      code: 'AccessDenied',
    });
    expect(await accessKeys.setStatus(accessKeyId, 'Inactive')).toMatchObject({ user: 'alice', status: 'Inactive' });
    expect(await rejection(alice.headObject('photos', 'a'))).toMatchObject({ code: 'InvalidAccessKeyId' });
    expect(await accessKeys.list('alice')).toEqual([await accessKeys.get(accessKeyId)]);
    const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
    expect(await accessKeys.create('alice', pair)).toMatchObject(pair);
    await accessKeys.delete(accessKeyId);
    expect((await users.get('alice')).accessKeyIds).toEqual(['LTAIalice']);
  });

  it('asks why', async () => {
    const { users, options, ...client } = await admin();
    await createClient(options).createBucket('photos');
    await users.put('alice', { policies: [policy] });
    expect(await client.explain({ caller: { user: 'alice' }, action: 'oss:PutObject', resource: 'photos/a' })).toMatchObject({
      allowed: true,
      reason: expect.stringContaining('Statement[0] of the policy "user alice: inline 1" allows'),
      ground: { kind: 'statement', of: 'identity' },
      statement: policy.Statement[0],
    });
    const denied = await client.explain({
      caller: 'anonymous',
      action: 'oss:GetObject',
      resource: 'photos/a',
      context: { 'acs:SourceIp': '10.0.0.1' },
    });
    expect(denied).toEqual({
      allowed: false,
      reason: expect.any(String),
      ground: { kind: 'acl', of: 'bucket', acl: 'private' },
      statement: undefined,
    });
  });

  it('is told what is wrong with a policy', async () => {
    const { users } = await admin();
    const wrong = { Version: '1', Statement: [{ ...policy.Statement[0], Effect: 'Perhaps' }] };
    expect(await rejection(users.put('alice', { policies: [wrong] }))).toMatchObject({
      name: 'OssServiceError',
      operation: 'PutUser',
      code: 'MalformedPolicyDocument',
      status: 400,
      message: expect.stringContaining('Statement[0].Effect'),
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
    });
  });
});

describe('a request to the admin interface', () => {
  const clientOf = (endpoint: string): AdminClient => {
    const client = createAdminClient({
      endpoint,
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'k', accessKeySecret: SECRET },
      sleep: async () => {},
    });
    onTestFinished(() => client.close());
    return client;
  };

  it('is signed with V4 together with the MD5 of its body', async () => {
    const server = await fakeServer(reply(200, JSON_TYPE, '{"name":"ops","createdAt":0,"policies":[]}'));
    await clientOf(server.endpoint).groups.put('ops', {});
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PUT', url: '/_sse/admin/groups/ops', headers: { 'content-md5': 'mZFLkyvTelC5g8XnyQrpOw==' } });
    expect([request?.body.toString(), request?.headers.authorization]).toEqual(['{}', expect.stringMatching(/^OSS4-HMAC-SHA256 /)]);
  });

  it.each(['', 'a/b', 'a?b', 'a b', 'x'.repeat(129)])('is not sent for the name %j', async (name) => {
    const server = await fakeServer(reply(204));
    expect(await rejection(clientOf(server.endpoint).users.delete(name))).toMatchObject({ name: 'Fault', code: 'misuse' });
    expect(server.requests).toHaveLength(0);
  });

  it('that makes a key is sent once, so that there are not two', async () => {
    const server = await fakeServer(reply(503));
    expect(await rejection(clientOf(server.endpoint).accessKeys.create('alice'))).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['<html>', '{"users":[{}]}', '{}', '[]'])('that is answered with %s fails', async (body) => {
    const server = await fakeServer(reply(200, JSON_TYPE, body));
    expect(await rejection(clientOf(server.endpoint).users.list())).toMatchObject({ name: 'OssTransportError', kind: 'malformed-reply' });
  });

  it('does not repeat its secret in errors', async () => {
    const error = { RequestId: 'R', HostId: 'h', Code: 'InvalidParameter', Message: `no: ${SECRET}` };
    const server = await fakeServer(reply(400, JSON_TYPE, JSON.stringify(error)));
    expect(await rejection(clientOf(server.endpoint).users.list())).toMatchObject({ code: 'InvalidParameter', message: 'no: [secret]' });
  });
});
