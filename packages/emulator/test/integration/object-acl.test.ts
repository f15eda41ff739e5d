import { accessControlPolicy, decodeXml, OssError } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendTo } from '../support/append-to.ts';
import { expectRefusedUntouched } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { beginUpload, completeUpload, uploadPart } from '../support/multipart.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const bucket = 'guarded';
const ACL = [['acl', '']] as const;
const HEADER = 'x-oss-object-acl';
const acl = (value: string): Record<string, string> => ({ [HEADER]: value });

let target: InspectedEmulator;
beforeAll(async () => {
  target = await startInspected();
  await ask(target, { method: 'PUT', bucket });
  await put('victim', acl('private'));
});
afterAll(() => target.close());

function put(key: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(target, { method: 'PUT', bucket, key, headers, body: `body of ${key}` });
}

function putAcl(key: string, headers: Record<string, string>): Promise<Answer> {
  return ask(target, { method: 'PUT', bucket, key, query: ACL, headers });
}

async function grantOf(key: string): Promise<string> {
  const read = decodeXml(accessControlPolicy, (await ask(target, { method: 'GET', bucket, key, query: ACL })).body);
  if (read instanceof OssError) return expect.fail('no ACL');
  expect(read.Owner).toEqual({ ID: '1000000000000001', DisplayName: '1000000000000001' });
  return read.AccessControlList.Grant;
}

describe('the ACL of an object', () => {
  it('is default until it is set, and again when it is set to that', async () => {
    await put('own', { 'x-oss-tagging': 'a=b' });
    expect(await grantOf('own')).toBe('default');
    for (const value of ['private', 'public-read', 'public-read-write', 'default', 'default']) {
      expect((await putAcl('own', acl(value))).status).toBe(200);
      expect(await grantOf('own')).toBe(value);
    }
    const got = await ask(target, { method: 'GET', bucket, key: 'own' });
    expect([got.body.toString(), got.headers['x-oss-tagging-count']]).toEqual(['body of own', '1']);
  });

  it('comes with a write, and goes with the next one', async () => {
    await put('put', acl('public-read'));
    const place = { target, bucket, key: 'uploaded' };
    const uploadId = await beginUpload(place, acl('public-read'));
    const part = await uploadPart(place, uploadId, 1, Buffer.from('part'));
    expect((await completeUpload(place, uploadId, [[1, part.headers.etag ?? '']])).status).toBe(200);
    for (const key of ['put', 'uploaded']) expect([key, await grantOf(key)]).toEqual([key, 'public-read']);
    await put('put');
    expect(await grantOf('put')).toBe('default');
  });

  it('is set by every append that names it, and kept by those that do not', async () => {
    for (const [position, [headers, expected]] of (
      [
        [acl('public-read'), 'public-read'],
        [{}, 'public-read'],
        [acl('private'), 'private'],
        [{}, 'private'],
        [acl('default'), 'default'],
      ] as const
    ).entries()) {
      expect((await appendTo(target, { bucket, key: 'log', position, body: 'a', headers })).status).toBe(200);
      expect([position, await grantOf('log')]).toEqual([position, expected]);
    }
  });

  it('is not copied', async () => {
    await put('source', acl('public-read'));
    const copy = (headers: Record<string, string>): Promise<Answer> =>
      ask(target, { method: 'PUT', bucket, key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source`, ...headers } });
    expect([(await copy({})).status, await grantOf('copy')]).toEqual([200, 'default']);
    expect([(await copy(acl('private'))).status, await grantOf('copy')]).toEqual([200, 'private']);
  });

  it('opens the object to everybody, or nobody', async () => {
    await put('open', acl('public-read'));
    expect((await ask(target, { method: 'GET', bucket, key: 'open', anonymous: true })).status).toBe(200);
    await putAcl('open', acl('private'));
    const answer = await ask(target, { method: 'GET', bucket, key: 'open', anonymous: true });
    expect([answer.status, answer.error?.Code]).toEqual([403, 'AccessDenied']);
  });
});

describe('a wrong ACL changes nothing', () => {
  it.each(['Private', 'public', 'authenticated-read', ' '])('%j', async (value) => {
    const headers = acl(value);
    const requests = [
      () => putAcl('victim', headers),
      () => put('victim', headers),
      () => appendTo(target, { bucket, key: 'new', position: 0, body: 'a', headers }),
      () => appendTo(target, { bucket, key: 'log', position: 5, body: 'a', headers }),
      () => ask(target, { method: 'POST', bucket, key: 'victim', query: [['uploads', '']], headers }),
      () => ask(target, { method: 'PUT', bucket, key: 'victim', headers: { ...headers, 'x-oss-copy-source': `/${bucket}/victim` } }),
    ];
    for (const request of requests) await expectRefusedUntouched(target, request, [400, 'InvalidArgument']);
  });

  it('nor does none, no object and no bucket', async () => {
    await expectRefusedUntouched(target, () => putAcl('victim', {}), [400, 'MissingArgument']);
    for (const method of ['PUT', 'GET']) {
      const request = (name: string) => () => ask(target, { method, bucket: name, key: 'absent', query: ACL, headers: acl('private') });
      await expectRefusedUntouched(target, request(bucket), [404, 'NoSuchKey', '0026-00000001']);
      await expectRefusedUntouched(target, request('no-bucket'), [404, 'NoSuchBucket', '0015-00000101']);
    }
  });
});
