import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Answer, type Ask, type Target } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'alice');
});
beforeEach(async () => {
  bucket = await addBucket(emulator);
});
afterAll(() => emulator.close());

const status = async (who: Target, request: Ask): Promise<number> => (await ask(who, request)).status;
const tagged = (tags: string): Record<string, string> => ({ 'x-oss-tagging': tags });
const document = (key: string, value: string): string =>
  `<Tagging><TagSet><Tag><Key>${key}</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;

function put(key: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(emulator, { method: 'PUT', bucket, key, body: 'x', headers });
}

function batch(...items: readonly string[]): Ask {
  const body = `<Delete>${items.map((item) => `<Object>${item}</Object>`).join('')}</Delete>`;
  return {
    method: 'POST',
    bucket,
    query: [['delete', '']],
    body,
    headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
  };
}

describe('oss:ExistingObjectTag', () => {
  it('is of the version that a deletion names, alone or among others', async () => {
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await ask(emulator, { method: 'PUT', bucket, query: [['versioning', '']], body });
    const old = (await put('d', tagged('lock=yes'))).headers['x-oss-version-id'] as string;
    const newest = (await put('d')).headers['x-oss-version-id'] as string;
    const Condition = { StringEquals: { 'oss:ExistingObjectTag/lock': 'yes' } };
    await user.may({ Action: 'oss:*' }, { Effect: 'Deny', Action: 'oss:DeleteObject*', Condition });
    const one = (id: string): string => `<Key>d</Key><VersionId>${id}</VersionId>`;
    expect(await status(user, { method: 'DELETE', bucket, key: 'd', query: [['versionId', old]] })).toBe(403);
    expect(await status(user, batch(one(old)))).toBe(403);
    expect(await status(user, batch(one(newest), one(old)))).toBe(403);
    expect(await status(user, batch('<Key>d</Key>'))).toBe(200);
    expect(await status(user, batch(one(newest)))).toBe(200);
    await user.may({ Action: 'oss:*', Condition });
    expect(await status(user, batch(one(old)))).toBe(200);
  });

  it('is of the version that a copy reads', async () => {
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await ask(emulator, { method: 'PUT', bucket, query: [['versioning', '']], body });
    const old = (await put('from', tagged('lock=yes'))).headers['x-oss-version-id'] as string;
    await put('from');
    await user.may(
      { Action: 'oss:*' },
      { Effect: 'Deny', Action: 'oss:GetObject*', Condition: { StringEquals: { 'oss:ExistingObjectTag/lock': 'yes' } } },
    );
    const copy = (source: string): Ask => ({ method: 'PUT', bucket, key: 'to', headers: { 'x-oss-copy-source': source } });
    expect(await status(user, copy(`/${bucket}/from?versionId=${old}`))).toBe(403);
    expect(await status(user, copy(`/${bucket}/from`))).toBe(200);
  });
});

describe('oss:RequestObjectTag', () => {
  const Condition = { StringEquals: { 'oss:RequestObjectTag/cls': 'pub' } };

  it('is of the document that sets tags', async () => {
    await put('k');
    const set = (value: string): Ask => ({ method: 'PUT', bucket, key: 'k', query: [['tagging', '']], body: document('cls', value) });
    await user.may({ Action: 'oss:PutObjectTagging', Condition });
    expect(await status(user, set('pub'))).toBe(200);
    expect(await status(user, set('secret'))).toBe(403);
    expect(await status(user, { ...set('pub'), body: '<broken' })).toBe(403);
    const Deny = { Effect: 'Deny', Action: 'oss:*', Condition: { StringEquals: { 'oss:RequestObjectTag/cls': 'secret' } } } as const;
    await user.may({ Action: 'oss:*' }, Deny);
    expect(await status(user, set('secret'))).toBe(403);
    expect(await status(user, set('pub'))).toBe(200);
    expect((await ask(user, { ...set('pub'), body: '<broken' })).error?.Code).toBe('MalformedXML');
  });

  it('is not of a header that takes no effect', async () => {
    await user.may({ Action: 'oss:*', Condition });
    const append = (position: number, headers = {}): Ask => ({
      method: 'POST',
      bucket,
      key: 'log',
      query: [
        ['append', ''],
        ['position', String(position)],
      ],
      body: 'x',
      headers,
    });
    expect(await status(user, append(0))).toBe(403);
    expect(await status(user, append(0, tagged('cls=pub')))).toBe(200);
    expect(await status(user, append(1, tagged('cls=pub')))).toBe(403);
    await put('from');
    const copy = (headers: Record<string, string>): Ask => ({
      method: 'PUT',
      bucket,
      key: 'to',
      headers: { 'x-oss-copy-source': `/${bucket}/from`, ...tagged('cls=pub'), ...headers },
    });
    await user.may({ Action: 'oss:Get*' }, { Action: 'oss:Put*', Condition });
    expect(await status(user, copy({}))).toBe(403);
    expect(await status(user, copy({ 'x-oss-tagging-directive': 'Replace' }))).toBe(200);
  });

  it('is of parts what it is of their upload', async () => {
    await user.may({ Action: 'oss:*', Condition });
    const begin = async (who: Target, headers: Record<string, string>): Promise<string> => {
      const begun = await ask(who, { method: 'POST', bucket, key: 'big', query: [['uploads', '']], headers });
      return /<UploadId>(.*)<\/UploadId>/.exec(begun.body.toString())?.[1] ?? '';
    };
    const part = (uploadId: string): Ask => ({
      method: 'PUT',
      bucket,
      key: 'big',
      query: [
        ['partNumber', '1'],
        ['uploadId', uploadId],
      ],
      body: 'x',
    });
    expect(await status(user, part(await begin(user, tagged('cls=pub'))))).toBe(200);
    expect(await status(user, part(await begin(emulator, {})))).toBe(403);
  });
});

describe('an ACL by header', () => {
  it('needs the permission for ACLs where the bucket is there, also to close it', async () => {
    await ask(emulator, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' } });
    const close: Ask = { method: 'PUT', bucket, headers: { 'x-oss-acl': 'private' } };
    await user.may({ Action: 'oss:PutBucket' });
    expect(await status(user, close)).toBe(403);
    expect(await status(user, { ...close, bucket: `new-${bucket}` })).toBe(200);
    await ask(emulator, {
      method: 'PUT',
      bucket,
      query: [['policy', '']],
      body: policyOf({ Effect: 'Deny', Action: 'oss:PutBucketAcl', Principal: ['*'] }),
    });
    expect(await status(emulator, close)).toBe(403);
  });

  it('makes a bucket only for whom may make buckets', async () => {
    await user.may({ Action: 'oss:PutBucketAcl' });
    const make: Ask = { method: 'PUT', bucket: `made-${bucket}`, query: [['acl', '']], headers: { 'x-oss-acl': 'private' } };
    expect(await status(user, make)).toBe(403);
    await user.may({ Action: ['oss:PutBucketAcl', 'oss:PutBucket'] });
    expect(await status(user, make)).toBe(200);
  });
});

describe('acs:SecureTransport', () => {
  it('is also written as the protocol', async () => {
    await put('k');
    await user.may(
      { Action: 'oss:*' },
      { Effect: 'Deny', Action: 'oss:*', Condition: { StringEquals: { 'acs:SecureTransport': 'HTTP' } } },
    );
    expect(await status(user, { method: 'GET', bucket, key: 'k' })).toBe(403);
  });
});
