import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWithRam, type RamEmulator } from '../../support/ram-emulator.ts';
import { askRpc } from '../../support/rpc-request.ts';
import { ask, type Answer, type Ask, type Target } from '../../support/signed-request.ts';
import { addUser, policyOf, type TestUser } from '../../support/users.ts';

/** Credentials of a session, with the header that goes with them. */
interface Session extends Target {
  readonly securityToken: string;
}

let now = Date.parse('2026-11-22T12:00:00Z');
let emulator: RamEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startWithRam({ clock: () => now });
  user = await addUser(emulator, 'alice');
});
beforeEach(async () => {
  now = Date.parse('2026-11-22T12:00:00Z');
  await emulator.ram.roles.put('reader', { trust: { users: ['alice'] }, policies: [{ managed: 'AliyunOSSReadOnlyAccess' }] });
  bucket = `b-${Math.random().toString(36).slice(2)}`;
  expect((await at(emulator, { method: 'PUT', bucket })).status).toBe(200);
  await at(emulator, { method: 'PUT', bucket, key: 'k', body: 'x' });
});
afterAll(() => emulator.close());

/** The pair without its token, which the signer would send by itself. */
function bare({ host, port, accessKeyId, accessKeySecret }: Target): Target {
  return { host, port, accessKeyId, accessKeySecret };
}

function at(who: Target & { readonly securityToken?: string }, request: Ask, token = who.securityToken): Promise<Answer> {
  const headers = token === undefined ? {} : { 'x-oss-security-token': token };
  return ask(bare(who), { ...request, headers: { ...request.headers, ...headers }, signedAt: now });
}

async function assume(parameters: Readonly<Record<string, string>> = {}, from: RamEmulator = emulator): Promise<Session> {
  const RoleArn = `acs:ram::${emulator.ram.accountId}:role/reader`;
  const reply = await askRpc(from, {
    parameters: { Format: 'JSON', RoleArn, RoleSessionName: 'ci', ...parameters },
    credentials: user,
    signedAt: now,
  });
  expect([reply.status, reply.text]).toEqual([200, expect.stringContaining('Credentials')]);
  const { AccessKeyId, AccessKeySecret, SecurityToken } = reply.document['Credentials'] as Readonly<Record<string, string>>;
  return {
    host: from.host,
    port: from.port,
    accessKeyId: AccessKeyId ?? '',
    accessKeySecret: AccessKeySecret ?? '',
    securityToken: SecurityToken ?? '',
  };
}

const get = (): Ask => ({ method: 'GET', bucket, key: 'k' });
const put = (): Ask => ({ method: 'PUT', bucket, key: 'k', body: '' });
const code = ({ status, error }: Answer): readonly [number, string | undefined] => [status, error?.Code];

describe('a session of a role', () => {
  it('may what the role may, not what the user may', async () => {
    await user.may({ Action: 'oss:PutObject' });
    const session = await assume();
    expect((await at(session, get())).status).toBe(200);
    expect(code(await at(session, put()))).toEqual([403, 'AccessDenied']);
    expect((await at(user, put())).status).toBe(200);
    expect(code(await at(user, get()))).toEqual([403, 'AccessDenied']);
  });

  it('is narrowed by its own policy, and never widened', async () => {
    const narrow = await assume({ Policy: policyOf({ Action: ['oss:ListObjects', 'oss:PutObject'] }) });
    expect((await at(narrow, { method: 'GET', bucket })).status).toBe(200);
    expect(code(await at(narrow, get()))).toEqual([403, 'AccessDenied']);
    expect(code(await at(narrow, put()))).toEqual([403, 'AccessDenied']);
    const denied = await assume({ Policy: policyOf({ Action: '*' }, { Effect: 'Deny', Action: 'oss:GetObject' }) });
    expect(code(await at(denied, get()))).toEqual([403, 'AccessDenied']);
    expect((await at(denied, { method: 'GET', bucket })).status).toBe(200);
  });

  it('is narrowed also where a bucket policy or a public ACL would allow', async () => {
    const narrow = await assume({ Policy: policyOf({ Action: 'oss:ListObjects' }) });
    await at(emulator, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' } });
    expect(code(await at(narrow, get()))).toEqual([403, 'AccessDenied']);
    expect((await at(emulator, { ...get(), anonymous: true })).status).toBe(200);
  });

  it('is named by bucket policies', async () => {
    const session = await assume();
    const Principal = [`arn:sts::${emulator.ram.accountId}:assumed-role/reader/*`];
    await at(emulator, { method: 'PUT', bucket, query: [['policy', '']], body: policyOf({ Action: 'oss:PutObject', Principal }) });
    expect((await at(session, put())).status).toBe(200);
    const other = [`arn:sts::${emulator.ram.accountId}:assumed-role/reader/other`];
    await at(emulator, { method: 'PUT', bucket, query: [['policy', '']], body: policyOf({ Action: 'oss:PutObject', Principal: other }) });
    expect(code(await at(session, put()))).toEqual([403, 'AccessDenied']);
  });

  it('loses at once what its role loses, and ends with it', async () => {
    const session = await assume();
    await emulator.ram.roles.put('reader', { trust: { users: ['alice'] }, policies: [] });
    expect(code(await at(session, get()))).toEqual([403, 'AccessDenied']);
    await emulator.ram.roles.remove('reader');
    expect(code(await at(session, get()))).toEqual([403, 'InvalidSecurityToken']);
    await emulator.ram.roles.put('reader', { trust: { users: ['alice'] }, policies: [{ managed: 'AliyunOSSFullAccess' }] });
    expect(code(await at(session, get()))).toEqual([403, 'InvalidSecurityToken']);
  });
});

describe('a token', () => {
  it('ends with its time', async () => {
    const session = await assume({ DurationSeconds: '900' });
    now += 899_000;
    expect((await at(session, get())).status).toBe(200);
    now += 1_000;
    expect(code(await at(session, get()))).toEqual([403, 'SecurityTokenExpired']);
  });

  it('is refused where it is of another key, another server, or none', async () => {
    const [one, two] = [await assume(), await assume()];
    const altered = one.securityToken.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(code(await at(one, get(), two.securityToken))).toEqual([403, 'AccessKeyIdAndSecurityTokenNotMatch']);
    expect(code(await at(one, get(), altered))).toEqual([403, 'InvalidSecurityToken']);
    expect(code(await at(one, get(), 'no token at all'))).toEqual([403, 'InvalidSecurityToken']);
    expect(code(await ask(bare(one), { ...get(), signedAt: now }))).toEqual([403, 'InvalidAccessKeyId']);
    expect(code(await at(user, get(), one.securityToken))).toEqual([403, 'InvalidSecurityToken']);
    const foreign = await startWithRam({ clock: () => now });
    await foreign.ram.users.put('alice', {});
    await foreign.ram.accessKeys.create('alice', user);
    await foreign.ram.roles.put('reader', { trust: { users: ['alice'] } });
    const theirs = await assume({}, foreign);
    await foreign.close();
    expect(code(await at({ ...theirs, host: emulator.host, port: emulator.port }, get()))).toEqual([403, 'InvalidSecurityToken']);
  });

  it('comes in the older header too', async () => {
    const session = await assume();
    const headers = { 'security-token': session.securityToken };
    expect((await ask(bare(session), { ...get(), headers, signedAt: now })).status).toBe(200);
  });
});

describe('an access key', () => {
  it('counts while it is active', async () => {
    await user.may({ Action: 'oss:*' });
    expect((await at(user, get())).status).toBe(200);
    await emulator.ram.accessKeys.setStatus(user.accessKeyId, 'Inactive');
    expect(code(await at(user, get()))).toEqual([403, 'InvalidAccessKeyId']);
    await emulator.ram.accessKeys.setStatus(user.accessKeyId, 'Active');
    expect((await at(user, get())).status).toBe(200);
  });
});
