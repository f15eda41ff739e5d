import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWithRam, type RamEmulator } from '../support/ram-emulator.ts';
import { askAdmin, type AdminAnswer } from '../support/admin-request.ts';
import { askRpc } from '../support/rpc-request.ts';
import { ask, type Ask } from '../support/signed-request.ts';
import { addUser, policyOf, type Stated, type TestUser } from '../support/users.ts';

const bucket = 'shared';
const account = '1000000000000001';
const roleArn = (name: string): string => `acs:ram::${account}:role/${name}`;
let emulator: RamEmulator;
let alice: TestUser;
let keyId: string;
let defaultKeyId: string;
const sse = { 'x-oss-server-side-encryption': 'KMS' };
const named = { ...sse, 'x-oss-server-side-encryption-key-id': 'alias/app' };
beforeAll(async () => {
  emulator = await startWithRam();
  alice = await addUser(emulator, 'alice');
  ({ keyId } = await emulator.node.admin.createKey({ alias: 'alias/app' }));
  await ask(emulator, { method: 'PUT', bucket });
  const put = (key: string, headers: Record<string, string> = {}): Promise<unknown> =>
    ask(emulator, { method: 'PUT', bucket, key, body: 'x', headers });
  await Promise.all([put('plain'), put('default', sse), put('named', named)]);
  const head = await ask(emulator, { method: 'HEAD', bucket, key: 'default' });
  defaultKeyId = String(head.headers['x-oss-server-side-encryption-key-id']);
  const trust = (Condition?: Stated['Condition']): { document: string } => ({
    document: JSON.stringify({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: `acs:ram::${account}:root` }, Condition }],
    }),
  });
  const { roles } = emulator.ram;
  await roles.put('by-name', { trust: { users: ['alice'] } });
  await roles.put('of-bob', { trust: { users: [] } });
  await roles.put('of-all', { trust: trust() });
  await roles.put('of-all-now', { trust: trust({ DateGreaterThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } }) });
  await roles.put('of-two', { trust: trust({ StringEquals: { 'sts:ExternalId': 'two' } }) });
});
afterAll(() => emulator.close());

const explain = (question: object): Promise<AdminAnswer> =>
  askAdmin(emulator, { method: 'POST', path: 'explain', body: { caller: { user: 'alice' }, ...question } });

describe('an explanation of sts:AssumeRole agrees with requests', () => {
  const roles = ['by-name', 'of-bob', 'of-all', 'of-all-now', 'of-two'] as const;

  it.each<readonly [string, readonly Stated[]]>([
    ['nothing', []],
    ['everything', [{ Action: '*' }]],
    ['assuming one role', [{ Action: 'sts:AssumeRole', Resource: roleArn('of-all') }]],
    ['everything but assuming roles', [{ Action: '*' }, { Effect: 'Deny', Action: 'sts:*' }]],
  ])('of a user who may do %s, and of the account', async (_name, policy) => {
    await alice.may(...policy);
    for (const role of roles) {
      for (const [caller, credentials] of [[{ user: 'alice' }, alice] as const, ['root', emulator] as const]) {
        const parameters = { RoleArn: roleArn(role), RoleSessionName: 'me' };
        const { status } = await askRpc(emulator, { credentials, parameters });
        const { json } = await explain({ caller, action: 'sts:AssumeRole', resource: roleArn(role) });
        expect([role, caller, json.Decision]).toEqual([role, caller, status === 200 ? 'Allow' : 'Deny']);
      }
    }
  });

  it('and says whose trust decided', async () => {
    await alice.may({ Action: '*' });
    const said = async (role: string, more: object = {}): Promise<unknown> => {
      const { json } = await explain({ action: 'sts:AssumeRole', resource: roleArn(role), ...more });
      return [json.Decision, json.Ground, json.Reason];
    };
    const trust = (role: string, trusted: boolean): object => ({ kind: 'trust', role, trusted });
    expect(await said('by-name')).toEqual(['Allow', trust('by-name', true), 'The role by-name trusts the user by name.']);
    expect(await said('of-bob')).toEqual(['Deny', trust('of-bob', false), expect.stringContaining('does not trust')]);
    expect(await said('of-two')).toMatchObject(['Deny', trust('of-two', false), /./]);
    expect(await said('of-two', { context: { 'sts:ExternalId': 'two' } })).toMatchObject([
      'Allow',
      { kind: 'statement', of: 'identity' },
      /./,
    ]);
    expect(await said('by-name', { caller: 'root' })).toMatchObject(['Deny', { kind: 'no-user' }, /./]);
    expect(await said('of-all-now', { context: { 'acs:currenttime': '2019-01-01T00:00:00Z' } })).toMatchObject([
      'Deny',
      { kind: 'trust' },
      /./,
    ]);
  });
});

describe('an explanation agrees with requests about bytes under KMS keys', () => {
  const objects: Stated = { Action: 'oss:*' };
  const key = (...Action: string[]): Stated => ({ Action, Resource: `acs:kms:*:*:key/${keyId}` });
  const says = { 'sse:ServerSideEncryption': 'KMS', 'sse:ServerSideEncryptionKeyId': 'alias/app' };
  const cases: readonly (readonly [action: string, request: Ask, context?: object])[] = [
    ...['plain', 'default', 'named'].map((name) => ['oss:GetObject', { method: 'GET', key: name }] as const),
    ['oss:PutObject', { method: 'PUT', key: 'new', body: 'x' }],
    ['oss:PutObject', { method: 'PUT', key: 'new', body: 'x', headers: sse }, { 'sse:ServerSideEncryption': 'KMS' }],
    ['oss:PutObject', { method: 'PUT', key: 'new', body: 'x', headers: named }, says],
    [
      'oss:PutObject',
      { method: 'PUT', key: 'new', body: 'x', headers: { 'x-oss-server-side-encryption': 'SM4' } },
      { 'sse:ServerSideEncryption': 'SM4' },
    ],
    ['oss:DeleteObject', { method: 'DELETE', key: 'new' }],
  ];

  it.each<readonly [string, () => readonly Stated[]]>([
    ['no key', () => [objects]],
    ['every key', () => [objects, { Action: 'kms:*' }]],
    ['reading', () => [objects, key('kms:Decrypt')]],
    ['writing', () => [objects, key('kms:GenerateDataKey')]],
    ['both', () => [objects, key('kms:GenerateDataKey', 'kms:Decrypt')]],
    ['none by a Deny', () => [{ Action: '*' }, { ...key('kms:Decrypt'), Effect: 'Deny' }]],
    ['all keys and no object', () => [{ Action: 'kms:*' }]],
    ['keys from elsewhere', () => [objects, { ...key('kms:*'), Condition: { NotIpAddress: { 'acs:SourceIp': '127.0.0.1' } } }]],
  ])('of a user who may use: %s', async (_name, policy) => {
    await alice.may(...policy());
    for (const rule of [undefined, 'SM4', 'KMS'] as const) {
      const body = `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${rule}</SSEAlgorithm>${rule === 'KMS' ? `<KMSMasterKeyID>${keyId}</KMSMasterKeyID>` : ''}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;
      const ruled: Ask = rule === undefined ? { method: 'DELETE' } : { method: 'PUT', body };
      expect((await ask(emulator, { ...ruled, bucket, query: [['encryption', '']] })).status).toBeLessThan(300);
      for (const [action, request, said] of cases) {
        const context = { 'acs:SourceIp': '127.0.0.1', ...said };
        const { json } = await explain({ action, resource: `${bucket}/${request.key}`, context });
        const { status, error } = await ask(alice, { ...request, bucket });
        const place = [rule, action, request.key, said];
        expect([...place, json.Decision]).toEqual([...place, status === 403 ? 'Deny' : 'Allow']);
        const isByKey = error?.Message === 'This request is forbidden by kms.';
        expect([...place, (json.Ground as { kind: string }).kind === 'kms']).toEqual([...place, isByKey]);
      }
    }
  });

  it('names the key, what is not allowed with it, and why', async () => {
    await alice.may({ Action: '*' }, { ...key('kms:Decrypt'), Effect: 'Deny' });
    const { json } = await explain({ action: 'oss:GetObject', resource: `${bucket}/named` });
    expect(json).toMatchObject({
      Decision: 'Deny',
      Ground: { kind: 'kms', action: 'kms:Decrypt', keyId, ground: { kind: 'statement', of: 'identity', statement: 1 } },
      Statement: { Effect: 'Deny', Action: ['kms:Decrypt'] },
    });
    expect(json.Reason).toMatch(`not kms:Decrypt with the KMS key ${keyId}`);
  });

  it('knows the default key, and keys by alias', async () => {
    await alice.may({ Effect: 'Deny', Action: '*' });
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      const { json } = await explain({ action, resource: `acs:kms:*:*:key/${defaultKeyId}` });
      expect(json).toMatchObject({ Decision: 'Allow', Ground: { kind: 'default-key', keyId: defaultKeyId } });
    }
    const resource = 'acs:kms:*:*:alias/app';
    expect((await explain({ action: 'kms:Decrypt', resource })).json.Decision).toBe('Deny');
    await alice.may(key('kms:Decrypt'));
    expect((await explain({ action: 'kms:Decrypt', resource })).json.Decision).toBe('Allow');
    expect((await explain({ action: 'kms:GenerateDataKey', resource })).json.Decision).toBe('Deny');
  });

  it('is narrowed like a session', async () => {
    await emulator.ram.roles.put('all', { trust: { users: ['alice'] }, policies: [{ document: policyOf({ Action: '*' }) }] });
    const caller = { role: 'all', sessionPolicy: JSON.parse(policyOf(objects)) as object };
    const { json } = await explain({ caller, action: 'oss:GetObject', resource: `${bucket}/named` });
    expect(json).toMatchObject({ Decision: 'Deny', Ground: { kind: 'kms', ground: { kind: 'session-policy' } } });
  });
});
