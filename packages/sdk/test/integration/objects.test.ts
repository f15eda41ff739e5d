import * as fc from 'fast-check';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isObjectKey } from '@sse/core';
import { rejection } from '../test-client.ts';
import { clientWithBucket } from './emulator.ts';

function md5(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex').toUpperCase()}"`;
}

describe('objects on a server', () => {
  it.each([
    ['nothing', undefined, undefined],
    ['AES256', { algorithm: 'AES256' }, { algorithm: 'AES256' }],
    ['SM4', { algorithm: 'SM4' }, { algorithm: 'SM4' }],
    ['KMS', { algorithm: 'KMS' }, { algorithm: 'KMS', keyId: expect.any(String) }],
    ['KMS+SM4', { algorithm: 'KMS', dataEncryption: 'SM4' }, { algorithm: 'KMS', keyId: expect.any(String), dataEncryption: 'SM4' }],
  ] as const)('come back as they went in, under %s', async (_name, encryption, echoed) => {
    const client = await clientWithBucket();
    const content = randomBytes(100_000);
    const metadata = { owner: 'Zoë 张', empty: '' };
    const put = await client.putObject('photos', 'key', content, {
      encryption,
      metadata,
      contentType: 'image/png',
      cacheControl: 'no-cache',
    });
    const got = await client.getObject('photos', 'key');
    const head = await client.headObject('photos', 'key');
    expect(put).toMatchObject({ etag: md5(content), crc64: got.crc64 });
    for (const { encryption: seen } of [put, got, head]) expect(seen).toEqual(echoed);
    expect(got).toMatchObject({ size: 100_000, metadata, contentType: 'image/png', headers: { 'cache-control': 'no-cache' } });
    expect(head).toMatchObject({
      size: 100_000,
      metadata,
      etag: put.etag,
      crc64: put.crc64,
      objectType: 'Normal',
      storageClass: 'Standard',
    });
    expect(await client.getObjectMeta('photos', 'key')).toMatchObject({ size: 100_000, etag: put.etag, lastModified: head.lastModified });
    expect(Buffer.from(await got.bytes())).toEqual(content);
  });

  it('stream in and out, chunked and with a length', async () => {
    const client = await clientWithBucket();
    const folder = mkdtempSync(join(tmpdir(), 'sdk-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const content = randomBytes(3 * 2 ** 20 + 17);
    writeFileSync(join(folder, 'file'), content);
    for (const contentLength of [undefined, content.length]) {
      const put = await client.putObject('photos', 'big', createReadStream(join(folder, 'file')), {
        contentLength,
        encryption: { algorithm: 'AES256' },
      });
      expect(put.etag).toBe(md5(content));
    }
    const { body } = await client.getObject('photos', 'big');
    expect(Buffer.concat(await body.toArray())).toEqual(content);
  });

  it('give ranges', async () => {
    const client = await clientWithBucket();
    const content = randomBytes(40_000);
    await client.putObject('photos', 'key', content, { encryption: { algorithm: 'AES256' } });
    const bound = fc.nat(45_000);
    await fc.assert(
      fc.asyncProperty(bound, bound, async (a, b) => {
        const start = Math.min(a, b, 39_999);
        const end = Math.max(a, b) + 1;
        const part = await client.getObject('photos', 'key', { range: { start, end } });
        expect(part.contentRange).toEqual({ start, end: Math.min(end, 40_000), size: 40_000 });
        expect(Buffer.from(await part.bytes())).toEqual(content.subarray(start, end));
      }),
      { numRuns: 20 },
    );
    expect(Buffer.from(await (await client.getObject('photos', 'key', { range: { last: 7 } })).bytes())).toEqual(content.subarray(-7));
    expect(await rejection(client.getObject('photos', 'key', { range: { start: 40_000 } }))).toMatchObject({
      code: 'InvalidRange',
      status: 416,
    });
  });

  it('keep any name, and are listed under it', async () => {
    const client = await clientWithBucket();
    const odd = ['a/../b', './x', 'a b+c', '100%', 'q?x=1&y', '#', "it's (ok)*!~", '张/文件', '😀', 'a//b/', '\u0001'];
    const anyKey = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter(isObjectKey), 20);
    const keys = [...new Set([...odd, ...anyKey])];
    for (const key of keys) await client.putObject('photos', key, key);
    const listed: string[] = [];
    for await (const { key } of client.objects('photos', { maxKeys: 7 })) listed.push(key);
    expect(listed.toSorted()).toEqual(keys.toSorted());
    for (const key of keys) expect(await (await client.getObject('photos', key)).text()).toBe(key);
  });

  it('are listed by prefix and delimiter', async () => {
    const client = await clientWithBucket();
    for (const key of ['a', 'd/1', 'd/2', 'e/1', 'z']) await client.putObject('photos', key, key);
    const top = await client.listObjects('photos', { delimiter: '/', fetchOwner: true });
    expect(top.objects.map(({ key }) => key)).toEqual(['a', 'z']);
    expect(top.objects[0]?.owner?.id).toMatch(/^\d+$/);
    expect(top.commonPrefixes).toEqual(['d/', 'e/']);
    expect((await client.listObjects('photos', { prefix: 'd/', startAfter: 'd/1' })).objects.map(({ key }) => key)).toEqual(['d/2']);
  });

  it('are gone after their deletion, which may be repeated', async () => {
    const client = await clientWithBucket();
    await client.putObject('photos', 'key', 'x');
    await client.deleteObject('photos', 'key');
    await client.deleteObject('photos', 'key');
    for (const read of [client.getObject('photos', 'key'), client.headObject('photos', 'key'), client.getObjectMeta('photos', 'key')]) {
      expect(await rejection(read)).toMatchObject({ code: 'NoSuchKey', status: 404, ec: '0026-00000001' });
    }
  });

  it('are read under conditions', async () => {
    const client = await clientWithBucket();
    const { etag } = await client.putObject('photos', 'key', 'x');
    expect(await rejection(client.getObject('photos', 'key', { ifNoneMatch: etag }))).toMatchObject({ code: 'NotModified' });
    expect(await rejection(client.headObject('photos', 'key', { ifMatch: '"0"' }))).toMatchObject({ code: 'PreconditionFailed' });
    expect(await (await client.getObject('photos', 'key', { ifMatch: etag })).text()).toBe('x');
  });

  it('do not come to be when their content is aborted, fails or has another MD5', async () => {
    const client = await clientWithBucket();
    const stop = new AbortController();
    const endless = Readable.from(
      (async function* () {
        for (let sent = 0; ; sent++) {
          if (sent === 3) stop.abort();
          yield Buffer.alloc(10_000);
        }
      })(),
    );
    expect(await rejection(client.putObject('photos', 'key', endless, { signal: stop.signal }))).toMatchObject({ kind: 'aborted' });
    const wrong = client.putObject('photos', 'key', 'x', { contentMd5: 'mgNkuembtxBlAnF6sxVDqw==' });
    expect(await rejection(wrong)).toMatchObject({ code: 'InvalidDigest' });
    expect(await rejection(client.headObject('photos', 'key'))).toMatchObject({ code: 'NoSuchKey' });
  });
});
