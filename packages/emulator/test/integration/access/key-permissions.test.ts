import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Answer, type Ask } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let keyId: string;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'writer');
  ({ keyId } = await emulator.node.admin.createKey({ alias: 'alias/app' }));
});
beforeEach(async () => {
  bucket = await addBucket(emulator);
});
afterAll(() => emulator.close());

const kms = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'alias/app' };
const objects = { Action: 'oss:*' };
const forbidden = [403, 'AccessDenied', 'This request is forbidden by kms.'];
const said = ({ status, error }: Answer): unknown => (error === undefined ? status : [status, error.Code, error.Message]);
const key = (...actions: string[]): { Action: string[]; Resource: string } => ({ Action: actions, Resource: `acs:kms:*:*:key/${keyId}` });

describe('the KMS permissions of a caller', () => {
  it.each([
    ['both', ['kms:GenerateDataKey', 'kms:Decrypt'], 200],
    ['all of the key', ['kms:*'], 200],
    ['no permission', ['kms:DescribeKey'], forbidden],
    ['no kms:Decrypt', ['kms:GenerateDataKey'], forbidden],
    ['no kms:GenerateDataKey', ['kms:Decrypt'], forbidden],
  ] as const)('are needed to write under a named key: %s', async (_name, actions, expected) => {
    await user.may(objects, key(...actions));
    const writes: Ask[] = [
      { method: 'PUT', bucket, key: 'put', body: 'x', headers: kms },
      {
        method: 'POST',
        bucket,
        key: 'append',
        query: [
          ['append', ''],
          ['position', '0'],
        ],
        body: 'x',
        headers: kms,
      },
      { method: 'POST', bucket, key: 'upload', query: [['uploads', '']], headers: kms },
    ];
    for (const write of writes) expect(said(await ask(user, write))).toEqual(expected);
    const rule = `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>${keyId}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;
    await ask(emulator, { method: 'PUT', bucket, query: [['encryption', '']], body: rule });
    expect(said(await ask(user, { method: 'PUT', bucket, key: 'by-rule', body: 'x' }))).toEqual(expected);
    expect((await ask(emulator, { method: 'HEAD', bucket, key: 'by-rule' })).status).toBe(expected === 200 ? 200 : 404);
  });

  it('are needed at every read, also while the data key is in memory', async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'k', body: 'secret', headers: kms });
    const get: Ask = { method: 'GET', bucket, key: 'k' };
    await user.may(objects, key('kms:Decrypt'));
    for (let times = 0; times < 3; times += 1) expect(said(await ask(user, get))).toBe(200);
    await user.may(objects);
    expect(said(await ask(user, get))).toEqual(forbidden);
    expect(said(await ask(emulator, get))).toBe(200);
    expect(said(await ask(user, get))).toEqual(forbidden);
    expect((await ask(user, { method: 'HEAD', bucket, key: 'k' })).status).toBe(200);
    await user.may(objects, key('kms:Decrypt'), { Effect: 'Deny', Action: 'kms:*' });
    expect(said(await ask(user, get))).toEqual(forbidden);
  });

  it('are needed on both sides of a copy, and to go on with an upload or an appended object', async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'k', body: 'secret', headers: kms });
    const copy = (headers: object): Ask => ({
      method: 'PUT',
      bucket,
      key: 'copy',
      headers: { 'x-oss-copy-source': `/${bucket}/k`, ...headers },
    });
    await user.may(objects);
    expect(said(await ask(user, copy({})))).toEqual(forbidden);
    await user.may(objects, key('kms:Decrypt'));
    expect(said(await ask(user, copy({})))).toBe(200);
    expect(said(await ask(user, copy(kms)))).toEqual(forbidden);
    const begun = await ask(emulator, { method: 'POST', bucket, key: 'u', query: [['uploads', '']], headers: kms });
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(begun.body.toString())?.[1] ?? '';
    const part: Ask = {
      method: 'PUT',
      bucket,
      key: 'u',
      query: [
        ['partNumber', '1'],
        ['uploadId', uploadId],
      ],
      body: 'part',
    };
    await user.may(objects);
    expect(said(await ask(user, part))).toEqual(forbidden);
    await user.may(objects, key('kms:Decrypt'));
    expect(said(await ask(user, part))).toEqual(forbidden);
    const { etag = '' } = (await ask(emulator, part)).headers;
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    const complete: Ask = { method: 'POST', bucket, key: 'u', query: [['uploadId', uploadId]], body };
    expect(said(await ask(user, complete))).toEqual(forbidden);
    expect(said(await ask(emulator, complete))).toBe(200);
    await ask(emulator, {
      method: 'POST',
      bucket,
      key: 'a',
      query: [
        ['append', ''],
        ['position', '0'],
      ],
      body: 'x',
      headers: kms,
    });
    expect(
      said(
        await ask(user, {
          method: 'POST',
          bucket,
          key: 'a',
          query: [
            ['append', ''],
            ['position', '1'],
          ],
          body: 'y',
        }),
      ),
    ).toEqual(forbidden);
  });

  it('are not needed for the default key and for keys of the service', async () => {
    await user.may(objects);
    for (const headers of [{ 'x-oss-server-side-encryption': 'KMS' }, { 'x-oss-server-side-encryption': 'AES256' }, {}]) {
      expect(said(await ask(user, { method: 'PUT', bucket, key: 'k', body: 'x', headers }))).toBe(200);
      expect(said(await ask(user, { method: 'GET', bucket, key: 'k' }))).toBe(200);
    }
  });

  it('cannot come from a bucket policy, so that anonymous callers read nothing under a named key', async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'k', body: 'secret', headers: kms });
    await ask(emulator, {
      method: 'PUT',
      bucket,
      query: [['policy', '']],
      body: policyOf({ Action: ['oss:*', 'kms:*'], Principal: ['*'] }),
    });
    await user.may();
    expect(said(await ask(user, { method: 'GET', bucket, key: 'k' }))).toEqual(forbidden);
    expect(said(await ask(emulator, { method: 'GET', bucket, key: 'k', anonymous: true }))).toEqual(forbidden);
  });
});
