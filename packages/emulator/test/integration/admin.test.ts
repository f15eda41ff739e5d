import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askAdmin, type AdminAnswer, type AdminAsk } from '../support/admin-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ sweepEvery: 0 });
});
afterAll(() => emulator.close());

const admin = (method: string, path: string, body?: unknown, more: Partial<AdminAsk> = {}): Promise<AdminAnswer> =>
  askAdmin(emulator, { method, path, body, ...more });
const outcome = ({ status, json }: AdminAnswer): unknown => [status, json.Code ?? json];
const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:*'] }] };
const time = expect.any(Number);

describe('the admin interface keeps', () => {
  it('users, from their making to their end', async () => {
    const made = await admin('PUT', 'users/alice', { policies: ['AliyunOSSFullAccess', policy] });
    const alice = {
      id: expect.stringMatching(/^2\d{17}$/),
      name: 'alice',
      createdAt: time,
      policies: ['AliyunOSSFullAccess', policy],
      groups: [],
      accessKeyIds: [],
    };
    expect(outcome(made)).toEqual([200, alice]);
    expect(made.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store', server: 'AliyunOSS' });
    expect(made.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/);
    expect(outcome(await admin('GET', 'users/alice'))).toEqual([200, made.json]);
    const again = await admin('PUT', 'users/alice', {});
    expect(outcome(again)).toEqual([200, { ...made.json, policies: [] }]);
    await admin('PUT', 'users/bob@example.com', { id: '200000000000000042' });
    const { json } = await admin('GET', 'users');
    expect(json).toEqual({ users: [again.json, expect.objectContaining({ name: 'bob@example.com', id: '200000000000000042' })] });
    for (const name of ['alice', 'bob@example.com']) expect(outcome(await admin('DELETE', `users/${name}`))).toEqual([204, {}]);
    expect(outcome(await admin('GET', 'users/alice'))).toEqual([404, 'EntityNotExist.User']);
    expect(outcome(await admin('DELETE', 'users/alice'))).toEqual([404, 'EntityNotExist.User']);
    expect(outcome(await admin('GET', 'users'))).toEqual([200, { users: [] }]);
  });

  it('groups, which stay while they have users', async () => {
    expect(outcome(await admin('PUT', 'groups/ops', { policies: [policy] }))).toEqual([
      200,
      { name: 'ops', createdAt: time, policies: [policy] },
    ]);
    expect(outcome(await admin('PUT', 'users/carol', { groups: ['ops', 'none'] }))).toEqual([404, 'EntityNotExist.Group']);
    expect(outcome(await admin('PUT', 'users/carol', { groups: ['ops'] }))).toMatchObject([200, { groups: ['ops'] }]);
    expect(outcome(await admin('DELETE', 'groups/ops'))).toEqual([409, 'DeleteConflict.Group.User']);
    await admin('DELETE', 'users/carol');
    expect(outcome(await admin('GET', 'groups'))).toMatchObject([200, { groups: [{ name: 'ops' }] }]);
    expect(outcome(await admin('DELETE', 'groups/ops'))).toEqual([204, {}]);
    expect(outcome(await admin('GET', 'groups/ops'))).toEqual([404, 'EntityNotExist.Group']);
  });

  it('managed policies, which stay while they are attached', async () => {
    const made = await admin('PUT', 'policies/readers', { document: policy });
    expect(outcome(made)).toEqual([200, { name: 'readers', createdAt: time, document: policy }]);
    expect(outcome(await admin('PUT', 'users/dave', { policies: ['readers'] }))).toMatchObject([200, { policies: ['readers'] }]);
    expect(outcome(await admin('DELETE', 'policies/readers'))).toEqual([409, 'DeleteConflict.Policy.Attachment']);
    await admin('DELETE', 'users/dave');
    expect(outcome(await admin('GET', 'policies/readers'))).toEqual([200, made.json]);
    expect((await admin('GET', 'policies')).json.policies).toContainEqual(made.json);
    expect(outcome(await admin('DELETE', 'policies/readers'))).toEqual([204, {}]);
    expect(outcome(await admin('GET', 'policies/readers'))).toEqual([404, 'EntityNotExist.Policy']);
  });

  it('roles, trusted by users or by a document', async () => {
    await admin('PUT', 'users/erin', {});
    const made = await admin('PUT', 'roles/reader', { trust: ['erin'], policies: [policy] });
    const reader = {
      id: expect.stringMatching(/^3\d{17}$/),
      name: 'reader',
      createdAt: time,
      trust: ['erin'],
      policies: [policy],
      maxSessionSeconds: 3600,
    };
    expect(outcome(made)).toEqual([200, reader]);
    const trust = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::*:root'] } }] };
    expect(outcome(await admin('PUT', 'roles/reader', { trust, maxSessionSeconds: 7200 }))).toEqual([
      200,
      { ...made.json, trust, policies: [], maxSessionSeconds: 7200 },
    ]);
    expect(outcome(await admin('GET', 'roles'))).toMatchObject([200, { roles: [{ name: 'reader', trust }] }]);
    expect(outcome(await admin('GET', 'roles/reader'))).toMatchObject([200, { trust }]);
    expect(outcome(await admin('DELETE', 'roles/reader'))).toEqual([204, {}]);
    expect(outcome(await admin('GET', 'roles/reader'))).toEqual([404, 'EntityNotExist.Role']);
  });

  it('access keys, whose secret is shown once', async () => {
    await admin('PUT', 'users/frank', {});
    const made = await admin('POST', 'users/frank/access-keys');
    const { accessKeySecret, ...shown } = made.json;
    expect([made.status, accessKeySecret]).toEqual([200, expect.stringMatching(/^.{20,}$/)]);
    expect(shown).toEqual({ accessKeyId: expect.stringMatching(/^LTAI/), user: 'frank', status: 'Active', createdAt: time });
    const pair = { accessKeyId: 'LTAIfrank', accessKeySecret: 'frank-secret' };
    expect(outcome(await admin('POST', 'users/frank/access-keys', pair))).toMatchObject([200, pair]);
    expect((await admin('POST', 'users/frank/access-keys', {})).status).toBe(200);
    expect(outcome(await admin('POST', 'users/frank/access-keys', { accessKeyId: 'LTAIhalf' }))).toEqual([400, 'InvalidParameter']);
    const listed = await admin('GET', 'users/frank/access-keys');
    expect(listed.json.accessKeys).toEqual(expect.arrayContaining([shown, expect.objectContaining({ accessKeyId: 'LTAIfrank' })]));
    const inactive = await admin('PUT', 'access-keys/LTAIfrank', { status: 'Inactive' });
    expect(outcome(inactive)).toMatchObject([200, { accessKeyId: 'LTAIfrank', status: 'Inactive' }]);
    const found = await admin('GET', 'access-keys/LTAIfrank');
    expect(outcome(found)).toEqual([200, inactive.json]);
    for (const { text } of [listed, inactive, found]) expect(text).not.toContain('ecret');
    expect(outcome(await admin('DELETE', 'access-keys/LTAIfrank'))).toEqual([204, {}]);
    expect(outcome(await admin('GET', 'access-keys/LTAIfrank'))).toEqual([404, 'EntityNotExist.User.AccessKey']);
    expect(outcome(await admin('POST', 'users/nobody/access-keys'))).toEqual([404, 'EntityNotExist.User']);
  });
});
