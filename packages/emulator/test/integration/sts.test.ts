import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWithRam, type RamEmulator } from '../support/ram-emulator.ts';
import { askRpc, type RpcAsk, type RpcReply, type RpcStyle } from '../support/rpc-request.ts';

const account = '1000000000000001';
const roleArn = (name: string): string => `acs:ram::${account}:role/${name}`;
const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '1', Statement });
const trusting = (RAM: string) => ({ document: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM } }) });
/** Trusts everybody of the account, if. */
const trustingIf = (Condition: object) => ({
  document: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: `acs:ram::${account}:root` }, Condition }),
});
const MINUTES = 60_000;

const users = ['alice', 'bob', 'carol'] as const;
type User = (typeof users)[number];
const pairOf = (user: User) => ({ accessKeyId: `LTAI${user}`, accessKeySecret: `${user}-secret` });

let emulator: RamEmulator;
let now = Math.floor(Date.now() / 1000) * 1000;
let readerId: string;

beforeAll(async () => {
  emulator = await startWithRam({ clock: () => now });
  const { ram } = emulator;
  for (const user of users) {
    const managed = user === 'carol' ? [{ managed: 'AliyunSTSAssumeRoleAccess' }] : [];
    await ram.users.put(user, { policies: managed });
    await ram.accessKeys.create(user, pairOf(user));
  }
  ({ id: readerId } = await ram.roles.put('reader', { trust: { users: ['alice'] } }));
  await ram.roles.put('long', { trust: { users: ['alice'] }, maxSessionSeconds: 7200 });
  const mayAssume = { document: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn('second') }) };
  await ram.roles.put('first', { trust: trusting(`acs:ram::${account}:root`), policies: [mayAssume] });
  await ram.roles.put('second', { trust: trusting(roleArn('first')) });
});
afterAll(() => emulator.close());

interface Assumption extends Partial<RpcAsk> {
  readonly role?: string;
}

const right = (role = 'reader') => ({ RoleArn: roleArn(role), RoleSessionName: 'me@work' });

function assume({ role, parameters, ...ask }: Assumption = {}, style: RpcStyle = 'form'): Promise<RpcReply> {
  const given = { ...right(role), ...parameters };
  return askRpc(emulator, { credentials: pairOf('alice'), signedAt: now, ...ask, parameters: given }, style);
}

interface Assumed {
  readonly Credentials: Readonly<Record<'AccessKeyId' | 'AccessKeySecret' | 'SecurityToken' | 'Expiration', string>>;
}

async function credentialsOf(reply: Promise<RpcReply>) {
  const { status, document: body } = await reply;
  expect(status).toBe(200);
  const { AccessKeyId, AccessKeySecret, SecurityToken } = (body as unknown as Assumed).Credentials;
  return { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
}

const identityOf = (credentials: RpcAsk['credentials'], style: RpcStyle = 'form') =>
  askRpc(emulator, { action: 'GetCallerIdentity', credentials, signedAt: now }, style);

function expectRefused({ status, headers, document: body }: RpcReply, expected: string): void {
  expect(`${status} ${String(body['Code'])}`).toBe(expected);
  expect(body).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    HostId: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    Code: expect.any(String),
    Message: expect.stringMatching(/./),
  });
  expect(headers['content-type']).toBe('application/json;charset=utf-8');
}

describe.each(['query', 'form', 'acs3'] as const)('AssumeRole with its parameters signed as %s', (style) => {
  it('gives credentials that are the role’s until they end', async () => {
    const { status, document: body } = await assume({ parameters: { DurationSeconds: '900' } }, style);
    expect([status, body]).toEqual([
      200,
      {
        RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
        Credentials: {
          AccessKeyId: expect.stringMatching(/^STS\.[A-Za-z0-9]{20,}$/),
          AccessKeySecret: expect.stringMatching(/^.{20,}$/),
          SecurityToken: expect.stringMatching(/^.{20,}$/),
          Expiration: `${new Date(now + 15 * MINUTES).toISOString().slice(0, 19)}Z`,
        },
        AssumedRoleUser: { Arn: `acs:sts::${account}:assumed-role/reader/me@work`, AssumedRoleId: `${readerId}:me@work` },
      },
    ]);
    const credentials = await credentialsOf(assume({ parameters: { DurationSeconds: '900' } }, style));
    expect((await identityOf(credentials, style)).document).toMatchObject({ IdentityType: 'AssumedRoleUser', RoleId: readerId });
    now += 15 * MINUTES;
    expectRefused(await identityOf(credentials, style), '400 InvalidSecurityToken.Expired');
  });

  it('refuses a wrong signature, a stale one, and a parameter that came later', async () => {
    const wrong = { ...pairOf('alice'), accessKeySecret: 'wrong' };
    const refused = await assume({ credentials: wrong }, style);
    expectRefused(refused, '400 SignatureDoesNotMatch');
    expect(refused.document['Message']).toMatch(/^Specified signature is not matched with our calculation\. server string to sign is:/);
    expectRefused(await assume({ signedAt: now - 16 * MINUTES }, style), '400 IllegalTimestamp');
    expectRefused(await assume({ signedAt: now + 16 * MINUTES }, style), '400 IllegalTimestamp');
    const tamper = (parameters: Record<string, string>) => void (parameters['RoleArn'] = roleArn('long'));
    expectRefused(await assume({ tamper }, style), '400 SignatureDoesNotMatch');
  });

  it('refuses keys that nobody has, and tokens that are not of the key', async () => {
    const alice = pairOf('alice');
    const session = await credentialsOf(assume({}, style));
    const other = await credentialsOf(assume({}, style));
    const { accessKeyId, accessKeySecret } = session;
    expectRefused(await identityOf({ accessKeyId: 'nobody', accessKeySecret: 'x' }, style), '404 InvalidAccessKeyId.NotFound');
    expectRefused(await identityOf({ accessKeyId, accessKeySecret }, style), '404 InvalidAccessKeyId.NotFound');
    expectRefused(await identityOf({ ...session, securityToken: 'made up' }, style), '400 InvalidSecurityToken.Malformed');
    const mismatch = '400 InvalidSecurityToken.MismatchWithAccessKey';
    expectRefused(await identityOf({ ...session, securityToken: other.securityToken }, style), mismatch);
    expectRefused(await identityOf({ ...alice, securityToken: session.securityToken }, style), mismatch);
  });
});

describe('AssumeRole', () => {
  it.each<[string, Assumption, string]>([
    ['no role', { parameters: { RoleArn: '' } }, '400 MissingParameter'],
    ['no name of a role', { parameters: { RoleArn: 'reader' } }, '400 InvalidParameter.RoleArn'],
    ['a bad session name', { parameters: { RoleSessionName: 'a b' } }, '400 InvalidParameter.RoleSessionName'],
    ['too short a time', { parameters: { DurationSeconds: '899' } }, '400 InvalidParameter.DurationSeconds'],
    ['too long a time', { parameters: { DurationSeconds: '3601' } }, '400 InvalidParameter.DurationSeconds'],
    [
      'too long a time for a longer role',
      { role: 'long', parameters: { DurationSeconds: '7201' } },
      '400 InvalidParameter.DurationSeconds',
    ],
    ['a policy that is none', { parameters: { Policy: '{}' } }, '400 InvalidParameter.PolicyGrammar'],
    ['too long a policy', { parameters: { Policy: ' '.repeat(1025) } }, '400 InvalidParameter.PolicySize'],
    ['an identity of the source', { parameters: { SourceIdentity: 'x' } }, '501 NotImplemented'],
    ['a role that is not there', { role: 'nobody' }, '404 EntityNotExist.Role'],
    ['a role of another account', { parameters: { RoleArn: 'acs:ram::1000000000000002:role/reader' } }, '404 EntityNotExist.Role'],
    ['a user who is not trusted', { credentials: pairOf('bob') }, '403 NoPermission'],
    ['a user who may, but is not trusted', { credentials: pairOf('carol') }, '403 NoPermission'],
    ['a trusted user who may not', { role: 'first', credentials: pairOf('bob') }, '403 NoPermission'],
  ])('refuses %s', async (_, assumption, expected) => {
    expectRefused(await assume(assumption), expected);
  });

  it('takes as long a time as the role allows', async () => {
    await credentialsOf(assume({ role: 'long', parameters: { DurationSeconds: '7200' } }));
  });

  it('refuses the account itself', async () => {
    const refused = await assume({ credentials: emulator });
    expectRefused(refused, '403 NoPermission');
    expect(refused.document['Message']).toBe('Roles may not be assumed by root accounts.');
  });

  it('goes from role to role where the second trusts the first', async () => {
    const first = await credentialsOf(assume({ role: 'first', credentials: pairOf('carol') }));
    const second = await credentialsOf(assume({ role: 'second', credentials: first }));
    expect((await identityOf(second)).document['Arn']).toBe(`acs:sts::${account}:assumed-role/second/me@work`);
    expectRefused(await assume({ role: 'first', credentials: second }), '403 NoPermission');
    expectRefused(await assume({ role: 'second', credentials: pairOf('carol') }), '403 NoPermission');
    const Policy = document({ Effect: 'Allow', Action: 'oss:*', Resource: '*' });
    const narrowed = await credentialsOf(assume({ role: 'first', credentials: pairOf('carol'), parameters: { Policy } }));
    expectRefused(await assume({ role: 'second', credentials: narrowed }), '403 NoPermission');
  });

  it('asks conditions of a trust policy about the external id', async () => {
    await emulator.ram.roles.put('outside', { trust: trustingIf({ StringEquals: { 'sts:ExternalId': 'of-two' } }) });
    const asked = (parameters: Readonly<Record<string, string>>): Promise<RpcReply> =>
      assume({ role: 'outside', credentials: pairOf('carol'), parameters });
    await credentialsOf(asked({ ExternalId: 'of-two' }));
    expectRefused(await asked({ ExternalId: 'of-another' }), '403 NoPermission');
    expectRefused(await asked({}), '403 NoPermission');
  });

  it('asks conditions of a trust policy about the access key', async () => {
    const { ram } = emulator;
    const other = { accessKeyId: 'LTAIcarol2', accessKeySecret: 'carol-secret-2' };
    await ram.accessKeys.create('carol', other);
    await ram.roles.put('keyed', { trust: trustingIf({ StringEquals: { 'acs:AccessId': pairOf('carol').accessKeyId } }) });
    await credentialsOf(assume({ role: 'keyed', credentials: pairOf('carol') }));
    expectRefused(await assume({ role: 'keyed', credentials: other }), '403 NoPermission');
  });

  it('ends with the role, and with the pair that asks', async () => {
    const { ram } = emulator;
    await ram.roles.put('brief', { trust: { users: ['alice'] } });
    const credentials = await credentialsOf(assume({ role: 'brief' }));
    await ram.roles.remove('brief');
    expectRefused(await identityOf(credentials), '400 InvalidSecurityToken.Malformed');
    await ram.accessKeys.setStatus(pairOf('bob').accessKeyId, 'Inactive');
    expectRefused(await identityOf(pairOf('bob')), '404 InvalidAccessKeyId.NotFound');
    await ram.accessKeys.setStatus(pairOf('bob').accessKeyId, 'Active');
  });
});

describe('GetCallerIdentity', () => {
  const common = { RequestId: expect.any(String), AccountId: account };

  it('knows the account', async () => {
    const identity = { IdentityType: 'Account', Arn: `acs:ram::${account}:root`, PrincipalId: account, UserId: account };
    expect((await identityOf(emulator)).document).toEqual({ ...common, ...identity });
  });

  it('knows a user, who needs no policy for it', async () => {
    const id = (await emulator.ram.users.find('bob'))?.id;
    const identity = { IdentityType: 'RAMUser', Arn: `acs:ram::${account}:user/bob`, PrincipalId: id, UserId: id };
    expect((await identityOf(pairOf('bob'))).document).toEqual({ ...common, ...identity });
  });

  it('knows a session of a role', async () => {
    const arn = `acs:sts::${account}:assumed-role/reader/me@work`;
    const identity = { IdentityType: 'AssumedRoleUser', Arn: arn, PrincipalId: `${readerId}:me@work`, RoleId: readerId };
    expect((await identityOf(await credentialsOf(assume()))).document).toEqual({ ...common, ...identity });
  });
});
