import { decodeXml, listBucketResult, OssError } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendTo } from '../support/append-to.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { beginUpload, completeUpload } from '../support/multipart.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const bucket = 'linked';
const SYMLINK = [['symlink', '']] as const;
const TARGET = 'x-oss-symlink-target';
const ECHO = ['x-oss-server-side-encryption', 'x-oss-server-side-encryption-key-id', 'x-oss-server-side-data-encryption'];

/** How far the server's clock is ahead, in ms: less than what signatures may be off. */
let ahead = 0;
let target: InspectedEmulator;
beforeAll(async () => {
  target = await startInspected({ clock: () => Date.now() + ahead });
  await ask(target, { method: 'PUT', bucket });
  await put('object', 'the object', { 'x-oss-meta-of': 'object' });
});
afterAll(() => target.close());

function send(method: string, key: string, more: Partial<Parameters<typeof ask>[1]> = {}): Promise<Answer> {
  return ask(target, { method, bucket, key, ...more });
}

function put(key: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  return send('PUT', key, { headers, body });
}

function link(key: string, to: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send('PUT', key, { query: SYMLINK, headers: { ...headers, [TARGET]: to } });
}

async function listed(prefix: string): Promise<unknown[]> {
  const page = decodeXml(listBucketResult, (await ask(target, { method: 'GET', bucket, query: [['prefix', prefix]] })).body);
  return page instanceof OssError ? expect.fail('no page') : page.Contents.map(({ Key, Type, Size, ETag }) => ({ Key, Type, Size, ETag }));
}

describe.each(Object.entries(ENCRYPTIONS))('a link to an object under %s', (name, headers) => {
  const body = Buffer.alloc(100_000, name);

  it('is read as the object, with its own metadata and tags', async () => {
    await put(name, body, { ...headers, 'x-oss-meta-of': 'object', 'content-type': 'text/x-object', 'x-oss-tagging': 'a=b' });
    const own = { 'x-oss-meta-of': 'link', 'content-type': 'text/x-link', 'cache-control': 'no-cache', 'x-oss-storage-class': 'IA' };
    const made = await link(`to ${name}`, encodeURIComponent(name), { ...own, 'x-oss-tagging': 'c=d&e=f' });
    expect([made.status, made.headers['x-oss-hash-crc64ecma']]).toEqual([200, '0']);
    expect(ECHO.map((header) => made.headers[header])).toEqual([undefined, undefined, undefined]);
    // Before the object is read under its own name, and its key kept.
    expect((await send('GET', `to ${name}`)).body.equals(body)).toBe(true);
    const seen = await send('GET', name);
    for (const method of ['GET', 'HEAD']) {
      const through = await send(method, `to ${name}`);
      expect(through.status).toBe(200);
      expect(through.headers).toMatchObject({ ...own, 'x-oss-object-type': 'Symlink', 'x-oss-tagging-count': '2' });
      for (const header of ['etag', 'content-length', 'x-oss-hash-crc64ecma', ...ECHO])
        expect([header, through.headers[header]]).toEqual([header, seen.headers[header]]);
      if (method === 'GET') expect(through.body.equals(body)).toBe(true);
    }
    const range = await send('GET', `to ${name}`, { headers: { range: 'bytes=16000-40000' } });
    expect([range.status, range.body.equals(body.subarray(16_000, 40_001))]).toEqual([206, true]);
  });

  it('is copied as the object, whole and by parts, with the metadata and tags of the link', async () => {
    const copied = await send('PUT', `copy ${name}`, {
      headers: { 'x-oss-copy-source': `/${bucket}/${encodeURIComponent(`to ${name}`)}` },
    });
    const got = await send('GET', `copy ${name}`);
    expect([copied.status, got.body.equals(body)]).toEqual([200, true]);
    expect(got.headers).toMatchObject({ 'x-oss-object-type': 'Normal', 'x-oss-meta-of': 'link', 'x-oss-tagging-count': '2' });
    const place = { target, bucket, key: `parts of ${name}` };
    const uploadId = await beginUpload(place);
    const query = [
      ['partNumber', '1'],
      ['uploadId', uploadId],
    ] as const;
    const from = { 'x-oss-copy-source': `/${bucket}/${encodeURIComponent(`to ${name}`)}`, 'x-oss-copy-source-range': 'bytes=5-70000' };
    const part = await send('PUT', place.key, { query, headers: from });
    await completeUpload(place, uploadId, [[1, part.headers.etag ?? '']]);
    expect((await send('GET', place.key)).body.equals(body.subarray(5, 70_001))).toBe(true);
  });
});

describe('a link', () => {
  it('says what it is and what it stands for', async () => {
    await link('said', 'object', { 'x-oss-meta-a': 'b' });
    const own = await send('GET', 'said', { query: SYMLINK });
    expect([own.status, own.body.length]).toEqual([200, 0]);
    expect(own.headers).toMatchObject({ [TARGET]: 'object', 'x-oss-meta-a': 'b', 'x-oss-object-type': 'Symlink' });
    const etag = own.headers.etag ?? expect.fail('no ETag');
    expect(etag).toMatch(/^"[0-9A-F]{32}"$/);
    expect(await listed('said')).toEqual([{ Key: 'said', Type: 'Symlink', Size: 0, ETag: etag }]);
    const meta = await send('HEAD', 'said', { query: [['objectMeta', '']] });
    expect([meta.headers.etag, meta.headers['content-length']]).toEqual([etag, '0']);
  });

  it.each([
    ['dir/a b', 'dir%2Fa%20b', 'dir/a%20b'],
    ['dir/a b', 'dir/a+b', 'dir/a%20b'],
    ['中文!@#$%^&*()-=文件\f-2.txt', encodeURIComponent('中文!@#$%^&*()-=文件\f-2.txt'), undefined],
    ['50%', '50%25', '50%25'],
    ['a+b&c', 'a%2Bb%26c', 'a%2Bb%26c'],
    ['roh/ü', Buffer.from('roh/ü').toString('latin1'), 'roh/%C3%BC'],
  ])('takes the name %j encoded as %j', async (name, sent, shown) => {
    await put(name, `body of ${name}`);
    expect((await link('encoded', sent)).status).toBe(200);
    const header = (await send('GET', 'encoded', { query: SYMLINK })).headers[TARGET];
    expect(decodeURIComponent(String(header))).toBe(name);
    if (shown !== undefined) expect(header).toBe(shown);
    expect((await send('GET', 'encoded')).body.toString()).toBe(`body of ${name}`);
  });

  it('follows what becomes of the object, and is not in its way', async () => {
    await link('follower', 'followed');
    for (const method of ['GET', 'HEAD']) {
      const { status, error } = await send(method, 'follower');
      expect([status, error?.Code]).toEqual([404, 'SymlinkTargetNotExist']);
    }
    for (const body of ['first', 'and second']) {
      await put('followed', body);
      expect((await send('GET', 'follower')).body.toString()).toBe(body);
      expect((await send('HEAD', 'follower')).headers['content-length']).toBe(String(body.length));
    }
    expect((await send('DELETE', 'follower')).status).toBe(204);
    expect((await send('GET', 'followed')).body.toString()).toBe('and second');
    expect((await send('GET', 'follower')).error?.Code).toBe('NoSuchKey');
  });

  it('has the later of both times, by which conditions go, and the ETag of the object', async () => {
    const minutes = 60_000;
    const lastModified = async (key: string): Promise<string> =>
      (await send('HEAD', key)).headers['last-modified'] ?? expect.fail('no time');
    await put('timed', 'x');
    const first = await lastModified('timed');
    ahead = 2 * minutes;
    await link('timer', 'timed');
    const second = await lastModified('timer');
    expect((await send('GET', 'timer', { headers: { 'if-modified-since': first } })).status).toBe(200);
    ahead = 4 * minutes;
    expect([await lastModified('timed'), Date.parse(second) > Date.parse(first)]).toEqual([first, true]);
    await put('timed', 'y');
    ahead = 0;
    expect(await lastModified('timer')).toBe(await lastModified('timed'));
    expect(Date.parse(await lastModified('timer')) - Date.parse(first)).toBeGreaterThanOrEqual(3 * minutes);
    expect((await send('GET', 'timer', { headers: { 'if-modified-since': second } })).status).toBe(200);
    const { etag = '' } = (await send('HEAD', 'timed')).headers;
    expect((await send('GET', 'timer', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const copy = { 'x-oss-copy-source': `/${bucket}/timer`, 'x-oss-copy-source-if-match': etag };
    expect((await send('PUT', 'timed copy', { headers: copy })).status).toBe(200);
  });

  it('to a link, or to itself, is made and not followed', async () => {
    await link('one', 'object');
    for (const [key, to] of [
      ['two', 'one'],
      ['self', 'self'],
    ] as const) {
      expect((await link(key, to)).status).toBe(200);
      const refused: Refusal = [400, 'InvalidTargetType', '0026-00000011'];
      await expectRefusedUntouched(target, () => send('GET', key), refused);
      await expectRefusedUntouched(target, () => send('HEAD', key), refused);
      const headers = { 'x-oss-copy-source': `/${bucket}/${key}` };
      await expectRefusedUntouched(target, () => send('PUT', 'copied', { headers }), refused);
      expect((await send('GET', key, { query: SYMLINK })).headers[TARGET]).toBe(to);
    }
  });

  it('has tags and an ACL of its own', async () => {
    await put('bare', 'x');
    await link('dressed', 'bare', { 'x-oss-object-acl': 'public-read' });
    const body = '<Tagging><TagSet><Tag><Key>own</Key><Value>1</Value></Tag></TagSet></Tagging>';
    expect((await send('PUT', 'dressed', { query: [['tagging', '']], body })).status).toBe(200);
    const show = async (key: string, name: string): Promise<string> => (await send('GET', key, { query: [[name, '']] })).body.toString();
    expect(await show('dressed', 'tagging')).toContain('<Key>own</Key>');
    expect(await show('bare', 'tagging')).toContain('<TagSet></TagSet>');
    expect(await show('dressed', 'acl')).toContain('<Grant>public-read</Grant>');
    expect(await show('bare', 'acl')).toContain('<Grant>default</Grant>');
    expect((await send('GET', 'dressed', { query: SYMLINK })).headers[TARGET]).toBe('bare');
  });

  it('takes the place of an object and gives it up, unless that is forbidden', async () => {
    const forbid = { 'x-oss-forbid-overwrite': 'true' };
    const exists: Refusal = [409, 'FileAlreadyExists'];
    await put('place', Buffer.alloc(100_000));
    await expectRefusedUntouched(target, () => link('place', 'object', forbid), exists);
    expect((await link('place', 'object')).status).toBe(200);
    expect((await send('GET', 'place')).body.toString()).toBe('the object');
    await expectRefusedUntouched(target, () => put('place', 'x', forbid), exists);
    const appended = () => appendTo(target, { bucket, key: 'place', position: 0, body: 'x' });
    await expectRefusedUntouched(target, appended, [409, 'ObjectNotAppendable']);
    expect((await put('place', 'own bytes')).status).toBe(200);
    expect((await send('GET', 'place')).body.toString()).toBe('own bytes');
    expect((await send('GET', 'object')).body.toString()).toBe('the object');
    expect((await link('free', 'object', forbid)).status).toBe(200);
  });
});

describe('wrong requests change nothing', () => {
  it.each<[string, Record<string, string>, Refusal]>([
    ['no target', {}, [400, 'MissingArgument']],
    ['an empty target', { [TARGET]: '' }, [400, 'MissingArgument']],
    ['a broken escape', { [TARGET]: 'a%2' }, [400, 'InvalidArgument']],
    ['bytes that are not UTF-8', { [TARGET]: '%ff' }, [400, 'InvalidArgument']],
    ['a name that begins with a slash', { [TARGET]: '%2Fa' }, [400, 'InvalidObjectName']],
    ['a name of 1024 bytes', { [TARGET]: 'k'.repeat(1024) }, [400, 'InvalidObjectName']],
    ['an unknown class', { [TARGET]: 'object', 'x-oss-storage-class': 'Cold' }, [400, 'InvalidArgument']],
    ['an encryption header', { [TARGET]: 'object', 'x-oss-server-side-encryption': 'AES256' }, [400, 'InvalidArgument', '0005-00000002']],
    ['a condition', { [TARGET]: 'object', 'if-match': '*' }, [400, 'NotImplemented']],
    ['a callback', { [TARGET]: 'object', 'x-oss-callback': 'e30=' }, [400, 'NotImplemented']],
    ['much metadata', { [TARGET]: 'object', 'x-oss-meta-a': 'b'.repeat(9000) }, [400, 'InvalidArgument']],
  ])('PutSymlink with %s', async (_, headers, refusal) => {
    await expectRefusedUntouched(target, () => send('PUT', 'object', { query: SYMLINK, headers }), refusal);
  });

  it('GetSymlink of what is no link', async () => {
    await expectRefusedUntouched(target, () => send('GET', 'object', { query: SYMLINK }), [400, 'NotSymlink']);
    await expectRefusedUntouched(target, () => send('GET', 'absent', { query: SYMLINK }), [404, 'NoSuchKey', '0026-00000001']);
    const elsewhere = () => ask(target, { method: 'GET', bucket: 'no-bucket', key: 'k', query: SYMLINK });
    await expectRefusedUntouched(target, elsewhere, [404, 'NoSuchBucket', '0015-00000101']);
  });
});
