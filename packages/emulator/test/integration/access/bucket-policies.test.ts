import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Answer, type Ask, type Target } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type Stated, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'alice');
});
beforeEach(async () => {
  bucket = await addBucket(emulator);
  await user.may();
});
afterAll(() => emulator.close());

const query = [['policy', '']] as const;
const denied = [403, 'AccessDenied', 'Access denied by bucket policy.'];
const said = ({ status, error }: Answer): unknown => (error === undefined ? status : [status, error.Code, error.Message]);
const put = (...statements: readonly Stated[]): Promise<Answer> =>
  ask(emulator, { method: 'PUT', bucket, query, body: policyOf(...statements) });
const tries = async (who: Target, request: Ask): Promise<unknown> => said(await ask(who, request));

describe('the policy of a bucket', () => {
  it('is shown as it came, and is gone when it was deleted, twice', async () => {
    const none = await ask(emulator, { method: 'GET', bucket, query });
    expect([none.status, none.error?.Code]).toEqual([404, 'NoSuchBucketPolicy']);
    const text = `${policyOf({ Action: 'oss:GetObject', Principal: [user.id] })}\n`;
    expect((await ask(emulator, { method: 'PUT', bucket, query, body: text })).status).toBe(200);
    const shown = await ask(emulator, { method: 'GET', bucket, query });
    expect([shown.headers['content-type'], shown.body.toString()]).toEqual(['application/json', text]);
    for (const _twice of [1, 2]) expect((await ask(emulator, { method: 'DELETE', bucket, query })).status).toBe(204);
    expect((await ask(emulator, { method: 'GET', bucket, query })).status).toBe(404);
  });

  it('stays when the ACL changes, and the ACL when it changes', async () => {
    await put({ Action: 'oss:ListObjects', Principal: [user.id] });
    await ask(emulator, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' } });
    expect(await tries(user, { method: 'GET', bucket })).toBe(200);
    await ask(emulator, { method: 'DELETE', bucket, query });
    const acl = await ask(emulator, { method: 'GET', bucket, query: [['acl', '']] });
    expect(acl.body.toString()).toContain('<Grant>public-read</Grant>');
  });

  it.each([
    ['not JSON', '{', /JSON/],
    ['no policy', '', /JSON/],
    ['another version', '{"Version":"2012-10-17","Statement":[]}', /Version/],
    ['no principal', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}', /Principal/],
    [
      'an unknown element',
      '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*","Principal":["*"],"NotAction":"x"}]}',
      /NotAction/,
    ],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]), /UTF-8/],
  ])('is refused: %s', async (_name, body, message) => {
    const before = policyOf({ Action: 'oss:GetObject', Principal: ['*'] });
    await ask(emulator, { method: 'PUT', bucket, query, body: before });
    const refused = await ask(emulator, { method: 'PUT', bucket, query, body });
    expect([refused.status, refused.error?.Code, refused.error?.Message]).toEqual([
      400,
      'InvalidPolicyDocument',
      expect.stringMatching(message),
    ]);
    expect((await ask(emulator, { method: 'GET', bucket, query })).body.toString()).toBe(before);
  });

  it('gives what it allows to those whom it names, at once, and to nobody else', async () => {
    const other = await addUser(emulator, 'bob');
    await ask(emulator, { method: 'PUT', bucket, key: 'k', body: 'x' });
    await put({ Action: 'oss:GetObject', Resource: `acs:oss:*:*:${bucket}/*`, Principal: [user.id] });
    expect(await tries(user, { method: 'GET', bucket, key: 'k' })).toBe(200);
    expect((await ask(other, { method: 'GET', bucket, key: 'k' })).status).toBe(403);
    expect((await ask(user, { method: 'PUT', bucket, key: 'k', body: '' })).status).toBe(403);
    expect((await ask(emulator, { method: 'GET', bucket, key: 'k', anonymous: true })).status).toBe(403);
    await put({ Action: 'oss:GetObject', Resource: `acs:oss:*:*:${bucket}/*`, Principal: ['*'] });
    expect((await ask(emulator, { method: 'GET', bucket, key: 'k', anonymous: true })).status).toBe(200);
  });

  it('denies also what users may by their own policies, and the account but for the policy itself', async () => {
    await user.may({ Action: 'oss:*' });
    await put({ Effect: 'Deny', Action: 'oss:*', Principal: ['*'] });
    for (const who of [user, emulator]) {
      expect(await tries(who, { method: 'PUT', bucket, key: 'k', body: '' })).toEqual(denied);
      expect(await tries(who, { method: 'GET', bucket })).toEqual(denied);
    }
    expect(await tries(user, { method: 'DELETE', bucket, query })).toEqual(denied);
    expect(await tries(emulator, { method: 'GET', bucket, query })).toBe(200);
    expect(await tries(emulator, { method: 'DELETE', bucket, query })).toBe(204);
    expect(await tries(emulator, { method: 'PUT', bucket, key: 'k', body: '' })).toBe(200);
  });

  it.each([
    ['everybody', [{ Action: 'oss:GetObject', Principal: ['*'] }], true],
    ['an empty list', [{ Action: 'oss:GetObject', Principal: [] }], true],
    ['a user', [{ Action: 'oss:GetObject', Principal: ['200000000000000001'] }], false],
    [
      'everybody from a network',
      [{ Action: 'oss:GetObject', Principal: ['*'], Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } } }],
      false,
    ],
    [
      'everybody from everywhere',
      [{ Action: 'oss:GetObject', Principal: ['*'], Condition: { IpAddress: { 'acs:SourceIp': '0.0.0.0/0' } } }],
      true,
    ],
    ['nobody', [{ Effect: 'Deny', Action: 'oss:GetObject', Principal: ['*'] }], false],
  ] as const)('is public or not, by its status: %s', async (_name, statements, isPublic) => {
    await put(...statements);
    const status = await ask(emulator, { method: 'GET', bucket, query: [['policyStatus', '']] });
    expect(status.body.toString()).toContain(`<PolicyStatus><IsPublic>${isPublic}</IsPublic></PolicyStatus>`);
    await ask(emulator, { method: 'DELETE', bucket, query });
    expect((await ask(emulator, { method: 'GET', bucket, query: [['policyStatus', '']] })).error?.Code).toBe('NoSuchBucketPolicy');
  });
});

describe('a copy', () => {
  it('needs both sides, and the version that it reads', async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'from', body: 'x' });
    const target = await addBucket(emulator);
    const copy = (source: string): Ask => ({ method: 'PUT', bucket: target, key: 'to', headers: { 'x-oss-copy-source': source } });
    const read = { Action: 'oss:GetObject', Resource: `acs:oss:*:*:${bucket}/from` };
    const write = { Action: 'oss:PutObject', Resource: `acs:oss:*:*:${target}/*` };
    await user.may(read);
    expect((await ask(user, copy(`/${bucket}/from`))).status).toBe(403);
    await user.may(write);
    expect((await ask(user, copy(`/${bucket}/from`))).status).toBe(403);
    await user.may(read, write);
    expect((await ask(user, copy(`/${bucket}/from`))).status).toBe(200);
    expect((await ask(user, copy(`/${bucket}/from?versionId=null`))).status).toBe(403);
    await put({ Effect: 'Deny', Action: 'oss:GetObject', Principal: ['*'] });
    expect(await tries(user, copy(`/${bucket}/from`))).toEqual(denied);
  });

  it('through a link needs what the link stands for', async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'secret/it', body: 'x' });
    await user.may({ Action: 'oss:*', Resource: `acs:oss:*:*:${bucket}/mine/*` });
    const headers = { 'x-oss-symlink-target': 'secret/it' };
    expect(await tries(user, { method: 'PUT', bucket, key: 'mine/link', query: [['symlink', '']], headers })).toBe(200);
    const reads: Ask[] = [
      { method: 'GET', bucket, key: 'mine/link' },
      { method: 'HEAD', bucket, key: 'mine/link' },
      { method: 'PUT', bucket, key: 'mine/copy', headers: { 'x-oss-copy-source': `/${bucket}/mine/link` } },
    ];
    for (const request of reads) expect((await ask(user, request)).status).toBe(403);
  });
});

describe('a deletion of many', () => {
  it('deletes nothing where one of them may not be', async () => {
    await user.may({ Action: 'oss:DeleteObject', Resource: `acs:oss:*:*:${bucket}/mine/*` });
    for (const key of ['mine/a', 'mine/b', 'theirs']) await ask(emulator, { method: 'PUT', bucket, key, body: '' });
    const erase = async (...keys: string[]): Promise<number> => {
      const body = `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
      const { createHash } = await import('node:crypto');
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
      return (await ask(user, { method: 'POST', bucket, query: [['delete', '']], body, headers })).status;
    };
    expect(await erase('mine/a', 'theirs')).toBe(403);
    expect((await ask(emulator, { method: 'HEAD', bucket, key: 'mine/a' })).status).toBe(200);
    expect(await erase('mine/a', 'mine/b')).toBe(200);
    expect((await ask(emulator, { method: 'HEAD', bucket, key: 'mine/a' })).status).toBe(404);
  });
});
