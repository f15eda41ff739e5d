import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWithRam, type RamEmulator } from '../../support/ram-emulator.ts';
import { askRpc } from '../../support/rpc-request.ts';
import { ask, type Answer, type Ask } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type Stated, type TestUser } from '../../support/users.ts';

let emulator: RamEmulator;
let user: TestUser;
let keyId: string;
let bucket: string;
beforeAll(async () => {
  emulator = await startWithRam();
  user = await addUser(emulator, 'alice');
  ({ keyId } = await emulator.node.admin.createKey({ alias: 'alias/app' }));
  await emulator.ram.roles.put('all', { trust: { users: ['alice'] }, policies: [{ document: policyOf({ Action: '*' }) }] });
});
beforeEach(async () => {
  bucket = await addBucket(emulator);
});
afterAll(() => emulator.close());

/** Asks as a session of a role that may do everything, narrowed to these statements. */
async function narrowedTo(statements: readonly Stated[], request: Ask): Promise<Answer> {
  const RoleArn = `acs:ram::${emulator.ram.accountId}:role/all`;
  const parameters = { RoleArn, RoleSessionName: 'ci', Policy: policyOf(...statements) };
  const { document } = await askRpc(emulator, { parameters, credentials: user });
  const { AccessKeyId = '', AccessKeySecret = '', SecurityToken = '' } = document['Credentials'] as Readonly<Record<string, string>>;
  const { host, port } = emulator;
  const headers = { ...request.headers, 'x-oss-security-token': SecurityToken };
  return ask({ host, port, accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret }, { ...request, bucket, headers });
}

const said = ({ status, error }: Answer): unknown => (error === undefined ? status : [status, error.Message]);
const forbidden = [403, 'This request is forbidden by kms.'];
const get: Ask = { method: 'GET', key: 'k' };
const put: Ask = { method: 'PUT', key: 'k', body: 'x' };

describe('the policy of a session', () => {
  it('narrows the permissions for KMS keys too', async () => {
    const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'alias/app' };
    await ask(emulator, { ...put, bucket, headers });
    const objects = { Action: 'oss:*' };
    const key = (Action: string | string[]): Stated => ({ Action, Resource: `acs:kms:*:*:key/${keyId}` });
    expect(said(await narrowedTo([objects], get))).toEqual(forbidden);
    expect(said(await narrowedTo([objects, key('kms:Decrypt')], get))).toBe(200);
    expect(said(await narrowedTo([objects, key('kms:Decrypt')], { ...put, headers }))).toEqual(forbidden);
    expect(said(await narrowedTo([objects, key(['kms:Decrypt', 'kms:GenerateDataKey'])], { ...put, headers }))).toBe(200);
    expect(said(await narrowedTo([{ Action: '*' }, { ...key('kms:Decrypt'), Effect: 'Deny' }], get))).toEqual(forbidden);
  });

  it.each<readonly [string, Stated['Condition'], Ask]>([
    ['tags of the bucket', { StringEquals: { 'oss:BucketTag/team': 'red' } }, get],
    ['tags of the object', { StringEquals: { 'oss:ExistingObjectTag/lock': 'yes' } }, get],
    [
      'tags of the request',
      { StringEquals: { 'oss:RequestObjectTag/cls': 'secret' } },
      { ...put, headers: { 'x-oss-tagging': 'cls=secret' } },
    ],
    ['how it is encrypted', { StringEquals: { 'sse:ServerSideEncryption': 'None' } }, put],
    ['the address', { IpAddress: { 'acs:SourceIp': '127.0.0.0/8' } }, get],
  ])('denies by conditions that nobody else asks for: %s', async (_name, Condition, request) => {
    const body = '<Tagging><TagSet><Tag><Key>team</Key><Value>red</Value></Tag></TagSet></Tagging>';
    expect((await ask(emulator, { method: 'PUT', bucket, query: [['tagging', '']], body })).status).toBe(200);
    await ask(emulator, { ...put, bucket, headers: { 'x-oss-tagging': 'lock=yes' } });
    const denied = { Effect: 'Deny', Action: 'oss:*', ...(Condition && { Condition }) } as const;
    expect((await narrowedTo([{ Action: '*' }, denied], request)).status).toBe(403);
    expect((await narrowedTo([{ Action: '*' }], request)).status).toBe(200);
  });
});
