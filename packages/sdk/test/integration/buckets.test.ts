import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type EncryptionRule } from '../../src/index.ts';
import { rejection } from '../test-client.ts';
import { clientWithBucket, emulatorOptions } from './emulator.ts';

const RULES: readonly EncryptionRule[] = [
  { algorithm: 'AES256' },
  { algorithm: 'SM4' },
  { algorithm: 'KMS' },
  { algorithm: 'KMS', keyId: 'no-such-key' },
  { algorithm: 'KMS', keyId: 'no-such-key', dataEncryption: 'SM4' },
];

describe('buckets on a server', () => {
  it('are created, described, listed and deleted', async () => {
    const client = await clientWithBucket();
    await client.createBucket('other', { encryption: { algorithm: 'SM4' } });
    expect(await client.getBucketInfo('other')).toMatchObject({ name: 'other', acl: 'private', encryption: { algorithm: 'SM4' } });
    expect(await client.getBucketLocation('other')).toMatchObject({ location: 'oss-cn-hangzhou' });
    const names: string[] = [];
    for await (const { name } of client.buckets({ maxKeys: 1 })) names.push(name);
    expect(names).toEqual(['other', 'photos']);
    await client.deleteBucket('other');
    expect(await rejection(client.getBucketInfo('other'))).toMatchObject({ code: 'NoSuchBucket', ec: '0015-00000101' });
    await client.putObject('photos', 'key', 'x');
    expect(await rejection(client.deleteBucket('photos'))).toMatchObject({ code: 'BucketNotEmpty', status: 409 });
  });

  it.each(RULES)('keep the rule %j', async (rule) => {
    const client = await clientWithBucket();
    await client.putBucketEncryption('photos', rule);
    expect((await client.getBucketEncryption('photos')).rule).toEqual(rule);
    expect((await client.getBucketInfo('photos')).encryption).toEqual(rule);
    await client.deleteBucketEncryption('photos');
    const gone = await rejection(client.getBucketEncryption('photos'));
    expect(gone).toMatchObject({ code: 'NoSuchServerSideEncryptionRule', status: 404, requestId: expect.stringMatching(/^[0-9A-F]{24}$/) });
    expect((await client.getBucketInfo('photos')).encryption).toBeUndefined();
  });

  it('encrypt by their rule, unless the request says otherwise', async () => {
    const client = await clientWithBucket();
    await client.putBucketEncryption('photos', { algorithm: 'SM4' });
    expect((await client.putObject('photos', 'a', 'x')).encryption).toEqual({ algorithm: 'SM4' });
    expect((await client.putObject('photos', 'b', 'x', { encryption: { algorithm: 'AES256' } })).encryption).toEqual({
      algorithm: 'AES256',
    });
    await client.putBucketEncryption('photos', { algorithm: 'KMS', keyId: 'no-such-key' });
    expect(await rejection(client.putObject('photos', 'c', 'x'))).toMatchObject({ code: 'KeyNotFound', ec: '0005-00000208' });
  });
});

describe('requests to a server', () => {
  it('are refused with a wrong secret, which the error does not repeat', async () => {
    const options = await emulatorOptions();
    const accessKeySecret = 'wrong-but-still-secret';
    const { accessKeyId } = options.credentials;
    const client = createClient({ ...options, credentials: { accessKeyId, accessKeySecret } });
    onTestFinished(() => client.close());
    const error = await rejection(client.listBuckets());
    expect(error).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403, ec: '0002-00000040' });
    expect(error).not.toHaveProperty('details.SignatureProvided');
  });

  it('find the time of the server', async () => {
    const options = await emulatorOptions({ clock: () => Date.UTC(2030, 0, 1) });
    const client = createClient(options);
    onTestFinished(() => client.close());
    await client.createBucket('photos');
    expect(await client.listBuckets()).toMatchObject({ buckets: [{ name: 'photos', creationDate: new Date('2030-01-01T00:00:00.000Z') }] });
  });

  it('reach a bucket under its own host name', async () => {
    const options = await emulatorOptions({ baseDomains: ['oss.example.com'] });
    const { port } = new URL(options.endpoint);
    const dispatcher = new Agent({
      connect: (_options, callback) => {
        const socket = connect(Number(port), '127.0.0.1', () => callback(null, socket));
      },
    });
    onTestFinished(() => dispatcher.destroy());
    const client = createClient({ ...options, endpoint: 'http://oss.example.com', dispatcher });
    await client.createBucket('photos');
    await client.putObject('photos', 'a/b c', 'content');
    expect((await client.listBuckets()).buckets).toHaveLength(1);
    expect((await client.listObjects('photos')).objects[0]?.key).toBe('a/b c');
    expect(await (await client.getObject('photos', 'a/b c')).text()).toBe('content');
  });

  it('may be sent by whoever has their URL', async () => {
    const client = await clientWithBucket();
    const target = { bucket: 'photos', key: 'a/../b', expiresSeconds: 60 };
    const put = await client.presign({ ...target, operation: 'PutObject', encryption: { algorithm: 'AES256' }, metadata: { a: 'ü' } });
    const sent = await request(put.url, { method: 'PUT', headers: put.headers, body: 'content' });
    expect([sent.statusCode, sent.headers['x-oss-server-side-encryption'], await sent.body.text()]).toEqual([200, 'AES256', '']);
    const withoutHeaders = await request(put.url, { method: 'PUT', body: 'content' });
    expect([withoutHeaders.statusCode, await withoutHeaders.body.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    const { url } = await client.presign({ ...target, operation: 'GetObject' });
    expect(await (await fetch(url)).text()).toBe('content');
    expect((await client.headObject('photos', 'a/../b')).metadata).toEqual({ a: 'ü' });
  });
});
