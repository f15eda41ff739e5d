import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KMS_OPERATIONS } from '../../../src/rpc/kms/kms-operations.ts';
import { askAdmin } from '../../support/admin-request.ts';
import { base64, kmsCaller, type KmsCaller } from '../../support/kms-caller.ts';
import { startWithRam, type RamEmulator } from '../../support/ram-emulator.ts';
import { askRpc } from '../../support/rpc-request.ts';
import { ask } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type TestUser } from '../../support/users.ts';

const forbidden = '403 Forbidden.NoPermission';
const arn = (path: string): string => `acs:kms:*:*:${path}`;

let emulator: RamEmulator;
let root: KmsCaller;
let user: TestUser;
let kms: KmsCaller;
beforeAll(async () => {
  emulator = await startWithRam();
  root = kmsCaller(emulator, emulator);
  user = await addUser(emulator, 'keeper');
  kms = kmsCaller(emulator, user);
});
afterAll(() => emulator.close());

let KeyId: string;
let other: string;
let aliases = 0;
let AliasName: string;
let CiphertextBlob: string;
beforeEach(async () => {
  [KeyId, other] = [await root.newKey(), await root.newKey()];
  AliasName = `alias/permitted-${(aliases += 1)}`;
  await root.ask('CreateAlias', { KeyId, AliasName });
  CiphertextBlob = await root.text('CiphertextBlob', 'Encrypt', { KeyId, Plaintext: base64('x') });
  await user.may();
});

const version = async (): Promise<string> => {
  const { KeyMetadata } = (await root.ask('DescribeKey', { KeyId })) as { KeyMetadata: { PrimaryKeyVersion: string } };
  return KeyMetadata.PrimaryKeyVersion;
};
type Parameters = Readonly<Record<string, string>>;
/** Every operation with what it needs the permission for (protocol reference §6.5). */
const NEEDS: Readonly<Record<string, readonly [resources: () => readonly string[], parameters: () => Parameters | Promise<Parameters>]>> = {
  CreateKey: [() => ['key'], () => ({})],
  ListKeys: [() => ['key'], () => ({})],
  ListAliases: [() => ['alias'], () => ({})],
  DescribeRegions: [() => ['*'], () => ({})],
  OpenKmsService: [() => ['*'], () => ({})],
  DescribeAccountKmsStatus: [() => ['*'], () => ({})],
  DescribeKey: [() => [`key/${KeyId}`], () => ({ KeyId: AliasName })],
  EnableKey: [() => [`key/${KeyId}`], () => ({ KeyId })],
  DisableKey: [() => [`key/${KeyId}`], () => ({ KeyId })],
  ScheduleKeyDeletion: [() => [`key/${KeyId}`], () => ({ KeyId, PendingWindowInDays: '30' })],
  CancelKeyDeletion: [
    () => [`key/${KeyId}`],
    async () => (await root.ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' }), { KeyId }),
  ],
  UpdateKeyDescription: [() => [`key/${KeyId}`], () => ({ KeyId, Description: 'x' })],
  UpdateRotationPolicy: [() => [`key/${KeyId}`], () => ({ KeyId, EnableAutomaticRotation: 'false' })],
  CreateKeyVersion: [() => [`key/${KeyId}`], () => ({ KeyId })],
  DescribeKeyVersion: [() => [`key/${KeyId}`], async () => ({ KeyId, KeyVersionId: await version() })],
  ListKeyVersions: [() => [`key/${KeyId}`], () => ({ KeyId })],
  TagResource: [() => [`key/${KeyId}`], () => ({ KeyId, Tags: '[{"TagKey":"a"}]' })],
  UntagResource: [() => [`key/${KeyId}`], () => ({ KeyId, TagKeys: '["a"]' })],
  ListResourceTags: [() => [`key/${KeyId}`], () => ({ KeyId })],
  ListAliasesByKeyId: [() => [`key/${KeyId}`], () => ({ KeyId })],
  GenerateDataKey: [() => [`key/${KeyId}`], () => ({ KeyId })],
  GenerateDataKeyWithoutPlaintext: [() => [`key/${KeyId}`], () => ({ KeyId: AliasName })],
  Encrypt: [() => [`key/${KeyId}`], () => ({ KeyId, Plaintext: base64('x') })],
  Decrypt: [() => [`key/${KeyId}`], () => ({ CiphertextBlob })],
  ReEncrypt: [() => [`key/${KeyId}`, `key/${other}`], () => ({ CiphertextBlob, DestinationKeyId: other })],
  CreateAlias: [() => [`key/${KeyId}`, `${AliasName}-b`], () => ({ KeyId, AliasName: `${AliasName}-b` })],
  UpdateAlias: [() => [`key/${other}`, AliasName], () => ({ KeyId: other, AliasName })],
  DeleteAlias: [() => [`key/${KeyId}`, AliasName], () => ({ AliasName })],
};

describe('permissions for KMS', () => {
  it('are known of every operation', () => {
    const served = Object.keys(KMS_OPERATIONS).filter((action) => KMS_OPERATIONS[action] !== undefined);
    expect(Object.keys(NEEDS).toSorted()).toEqual(served.toSorted());
  });

  it.each(Object.entries(NEEDS))('%s needs all of its resources and nothing else', async (action, [resources, parametersOf]) => {
    const Action = `kms:${action}`;
    const needed = resources().map(arn);
    const parameters = await parametersOf();
    const outcomes: string[] = [];
    const attempt = async (): Promise<number> => outcomes.push(await kms.outcome(action, parameters));
    await attempt();
    await user.may({ Action: ['kms:List', `${Action}s`, 'oss:*'] });
    await attempt();
    for (const missing of needed) {
      await user.may({ Action, Resource: [...needed.filter((resource) => resource !== missing), arn('key/x')] });
      await attempt();
      await user.may({ Action, Resource: needed }, { Effect: 'Deny', Action, Resource: missing });
      await attempt();
    }
    expect(outcomes).toEqual(outcomes.map(() => forbidden));
    await user.may({ Action, Resource: needed });
    expect(await kms.outcome(action, parameters)).toBe('200');
  });

  it('hide which ids there are from who has none', async () => {
    expect(await kms.outcome('DescribeKey', { KeyId: 'none' })).toBe(forbidden);
    await user.may({ Action: 'kms:*' });
    expect(await kms.outcome('DescribeKey', { KeyId: 'none' })).toBe('404 Forbidden.KeyNotFound');
  });

  it('may depend on the tags of a key', async () => {
    const explained = async (): Promise<unknown> => {
      const question = { caller: { user: user.name }, action: 'kms:DescribeKey', resource: arn(`key/${KeyId}`) };
      return (await askAdmin(emulator, { method: 'POST', path: 'explain', body: question })).json['Decision'];
    };
    await user.may({ Action: 'kms:*', Condition: { StringEquals: { 'kms:tag/team': 'a' } } });
    expect([await kms.outcome('DescribeKey', { KeyId }), await explained()]).toEqual([forbidden, 'Deny']);
    await root.ask('TagResource', { KeyId, Tags: '[{"TagKey":"team","TagValue":"a"}]' });
    expect([await kms.outcome('DescribeKey', { KeyId }), await explained()]).toEqual(['200', 'Allow']);
  });

  it('depend on the tags of a key where objects are under it as well', async () => {
    const bucket = await addBucket(emulator);
    const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': KeyId };
    await ask(emulator, { method: 'PUT', bucket, key: 'o', headers, body: 'x' });
    await user.may({ Action: '*' }, { Effect: 'Deny', Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:tag/team': 'a' } } });
    expect((await ask(user, { method: 'GET', bucket, key: 'o' })).status).toBe(200);
    await root.ask('TagResource', { KeyId, Tags: '[{"TagKey":"team","TagValue":"a"}]' });
    expect((await ask(user, { method: 'GET', bucket, key: 'o' })).error?.Message).toBe('This request is forbidden by kms.');
  });

  it('of sessions are those of the role within the policy of the session', async () => {
    const accountId = (await askRpc(emulator, { action: 'GetCallerIdentity', credentials: emulator })).document['AccountId'];
    await emulator.ram.roles.put('crypt', { trust: { users: ['keeper'] }, policies: [{ document: policyOf({ Action: 'kms:*' }) }] });
    await user.may({ Action: 'sts:AssumeRole' });
    const parameters = {
      RoleArn: `acs:ram::${String(accountId)}:role/crypt`,
      RoleSessionName: 'session',
      Policy: policyOf({ Action: 'kms:Decrypt' }),
    };
    const { document } = await askRpc(emulator, { parameters, credentials: user });
    const { AccessKeyId, AccessKeySecret, SecurityToken } = document['Credentials'] as Readonly<Record<string, string>>;
    const credentials = { accessKeyId: AccessKeyId ?? '', accessKeySecret: AccessKeySecret ?? '', securityToken: SecurityToken ?? '' };
    const session = kmsCaller(emulator, credentials);
    expect(await session.outcome('Decrypt', { CiphertextBlob })).toBe('200');
    expect(await session.outcome('Encrypt', { KeyId, Plaintext: base64('x') })).toBe(forbidden);
  });
});
