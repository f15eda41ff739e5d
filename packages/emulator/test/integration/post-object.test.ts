import { createHash } from 'node:crypto';
import { decodeXml, OssError, postResponse } from '@sse/core';
import { crc64 } from '@sse/core/primitives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { BOUNDARY, formBody, partHead, policyOf, postBody, postForm, signedV1, signedV4 } from '../support/posted-forms.ts';
import { ask, send, type Answer } from '../support/signed-request.ts';

const bucket = 'posted';
let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

const bytes = Buffer.from('the bytes of a file');
const get = (key: string, headers: Record<string, string> = {}): Promise<Answer> => ask(target, { method: 'GET', bucket, key, headers });
const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;

describe('PostObject', () => {
  it.each([
    ['V1', () => signedV1(target)],
    ['V4', () => signedV4(target)],
  ])('stores a file of a form that is signed with %s', async (name, sign) => {
    const answer = await postBody(target, bucket, formBody({ ...sign(), key: name }, { bytes, type: 'image/png' }));
    expect([answer.status, answer.body.length]).toEqual([204, 0]);
    expect(answer.headers.etag).toBe(etagOf(bytes));
    expect(answer.headers['x-oss-hash-crc64ecma']).toBe(crc64(0n, bytes).toString());
    const stored = await get(name);
    expect(stored.body.equals(bytes)).toBe(true);
    expect([stored.headers['content-type'], stored.headers['x-oss-object-type'], stored.headers.etag]).toEqual([
      'image/png',
      'Normal',
      etagOf(bytes),
    ]);
  });

  it('stores a file of a request that is signed in its headers, whose form says nothing of who posts it', async () => {
    const headers = { 'content-type': `multipart/form-data; boundary="${BOUNDARY}"` };
    const answer = await ask(target, { method: 'POST', bucket, headers, body: formBody({ key: 'header' }, { bytes }) });
    expect([answer.status, (await get('header')).body.toString()]).toEqual([204, bytes.toString()]);
    const forged = formBody({ ...signedV1({ ...target, accessKeySecret: 'x' }), key: 'header' }, { bytes });
    expect((await ask(target, { method: 'POST', bucket, headers, body: forged })).error?.Code).toBe('SignatureDoesNotMatch');
  });

  it('finds the bucket in the host as well', async () => {
    const headers = { host: `${bucket}.oss-cn-hangzhou.aliyuncs.com`, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const body = formBody({ ...signedV1(target, policyOf([{ bucket }])), key: 'by host' }, { bytes });
    const answer = await send(target, { method: 'POST', path: '/', headers: { ...headers, 'content-length': String(body.length) } }, body);
    expect([answer.status, (await get('by host')).status]).toEqual([204, 200]);
  });

  it('keeps metadata and headers that the fields name, and ignores fields behind the file', async () => {
    const fields = {
      ...signedV1(target),
      KEY: 'with headers',
      'x-oss-meta-Note': 'grüße, 你好',
      'Cache-Control': 'no-cache',
      'Content-Disposition': 'attachment',
      'Content-Encoding': 'identity',
      Expires: 'Sat, 21 Nov 2026 21:06:10 GMT',
      'x-oss-storage-class': 'IA',
      'Content-Type': 'text/plain',
      submit: 'a button\r\nof two lines',
    };
    const after = `${partHead('Expires')}late\r\n${partHead('key')}other\r\n${partHead('submit')}Upload\r\n`;
    expect((await postBody(target, bucket, formBody(fields, { bytes, type: 'image/png' }, after))).status).toBe(204);
    const { headers, body } = await get('with headers');
    expect(Buffer.from(headers['x-oss-meta-note'] as string, 'latin1').toString()).toBe('grüße, 你好');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-disposition': 'attachment',
      'content-encoding': 'identity',
      expires: 'Sat, 21 Nov 2026 21:06:10 GMT',
      'x-oss-storage-class': 'IA',
      'content-type': 'text/plain',
    });
    expect([body.equals(bytes), (await get('other')).status]).toEqual([true, 404]);
  });

  it.each([
    [{ 'Content-Type': 'a/b', 'x-oss-content-type': 'c/d' }, 'e/f', 'c/d'],
    [{ 'Content-Type': 'a/b' }, 'e/f; charset=x', 'a/b'],
    [{}, 'e/f; charset=x', 'e/f; charset=x'],
    [{}, undefined, 'application/octet-stream'],
  ])('gives the object the type that the form names first: %j and %s', async (fields: Record<string, string>, type, expected) => {
    await postForm(target, bucket, { ...fields, key: 'typed' }, type === undefined ? { bytes } : { bytes, type });
    expect((await get('typed')).headers['content-type']).toBe(expected);
  });

  it.each([
    ['a.txt', 'dir/a.txt'],
    ['C:\\Users\\me\\a b.txt', 'dir/a b.txt'],
    ['/home/me/$&.txt', 'dir/$&.txt'],
    ['你好\\".txt', 'dir/你好".txt'],
    ['', 'dir/'],
  ])('puts the name of the file, %s, into the key', async (name, key) => {
    expect((await postForm(target, bucket, { key: 'dir/${filename}' }, { bytes, name })).status).toBe(204);
    expect((await get(key)).body.equals(bytes)).toBe(true);
  });

  it('answers as success_action_status and success_action_redirect ask', async () => {
    const key = 'a b/c+ü';
    const etag = etagOf(bytes);
    const post = (fields: Record<string, string>): Promise<Answer> => postForm(target, bucket, { key, ...fields }, { bytes });
    expect((await post({ success_action_status: '200' })).status).toBe(200);
    expect((await post({ success_action_status: '404' })).status).toBe(204);
    const created = await post({ success_action_status: '201' });
    const document = decodeXml(postResponse, created.body);
    if (document instanceof OssError) throw document;
    expect([created.status, created.headers['content-type'], created.headers.etag]).toEqual([201, 'application/xml', etag]);
    expect(document).toEqual({
      Bucket: bucket,
      Location: `http://127.0.0.1:${target.port}/${bucket}/a%20b/c%2B%C3%BC`,
      Key: key,
      ETag: etag,
    });
    const query = `bucket=${bucket}&key=a%20b%2Fc%2B%C3%BC&etag=%22${etag.slice(1, -1)}%22`;
    for (const [page, location] of [
      ['http://example.com', `http://example.com/?${query}`],
      ['https://example.com/done?a=1#top', `https://example.com/done?a=1&${query}#top`],
      ['http://example.com/\r\nx-evil: 1', `http://example.com/x-evil:%201?${query}`],
    ] as const) {
      const redirected = await post({ success_action_redirect: page, success_action_status: '201' });
      expect([redirected.status, redirected.headers.location, redirected.headers['x-evil']]).toEqual([303, location, undefined]);
    }
    for (const page of ['javascript:alert(1)', '/relative', '']) expect((await post({ success_action_redirect: page })).status).toBe(204);
  });

  it('keeps tags and ACL that the fields name, and refuses those that are none', async () => {
    const fields = { key: 'tagged', 'x-oss-tagging': 'a=b&c=%C3%BC', 'x-oss-object-acl': 'public-read' };
    expect((await postForm(target, bucket, fields, { bytes })).status).toBe(204);
    const shown = (name: string): Promise<Answer> => ask(target, { method: 'GET', bucket, key: 'tagged', query: [[name, '']] });
    expect((await shown('tagging')).body.toString()).toContain('<Key>c</Key><Value>ü</Value>');
    expect((await shown('acl')).body.toString()).toContain('<Grant>public-read</Grant>');
    for (const wrong of [{ 'x-oss-tagging': '%=b' }, { 'x-oss-object-acl': 'public' }]) {
      expect((await postForm(target, bucket, { key: 'none', ...wrong }, { bytes })).status).toBe(400);
      expect((await get('none')).status).toBe(404);
    }
  });

  it('overwrites only where it may', async () => {
    const post = (text: string, fields: Record<string, string> = {}): Promise<Answer> =>
      postForm(target, bucket, { key: 'once', ...fields }, { bytes: Buffer.from(text) });
    expect([(await post('1')).status, (await post('2')).status]).toEqual([204, 204]);
    const refused = await post('3', { 'x-oss-forbid-overwrite': 'true' });
    expect([refused.status, refused.error?.Code, (await get('once')).body.toString()]).toEqual([409, 'FileAlreadyExists', '2']);
  });
});

/** Bytes that repeat late, so that bytes of another place cannot pass. */
const large = Buffer.from(
  Array.from({ length: 3 << 18 }, (_, index) => index * 2_654_435_761).flatMap((word) => [word, word >> 8, word >> 16, word >> 24]),
);

describe.each(Object.entries(ENCRYPTIONS))('a posted file under %s', (name, fields: Record<string, string>) => {
  it.each([
    ['of no bytes', Buffer.alloc(0)],
    ['of one byte', Buffer.from('x')],
    ['that fits into its row', Buffer.alloc(20_000, 'row ')],
    ['of 3 MiB', large],
  ])('%s is read back whole and in ranges', async (size, body) => {
    const key = `${name} ${size}`;
    const answer = await postForm(target, bucket, { key, ...fields }, { bytes: body });
    expect(answer.status).toBe(204);
    const stored = await get(key);
    expect(stored.body.equals(body)).toBe(true);
    const echo = [
      'x-oss-server-side-encryption',
      'x-oss-server-side-data-encryption',
      'x-oss-server-side-encryption-key-id',
      'x-oss-hash-crc64ecma',
    ];
    for (const header of echo) expect(stored.headers[header]).toBe(answer.headers[header]);
    expect(stored.headers['x-oss-server-side-encryption']).toBe(fields['x-oss-server-side-encryption']);
    for (const [start, end] of [
      [0, 0],
      [16_383, 16_384],
      [65_500, 131_100],
      [body.length - 1, body.length - 1],
    ] as const) {
      if (start < 0 || end >= body.length) continue;
      const range = await get(key, { range: `bytes=${start}-${end}` });
      expect([range.status, range.body.equals(body.subarray(start, end + 1))]).toEqual([206, true]);
    }
  });
});

it('is encrypted by the rule of the bucket when its fields name nothing, and by the KMS key that they name', async () => {
  const ruled = { method: 'PUT', bucket: 'posted-ruled' };
  await ask(target, { ...ruled, headers: { 'x-oss-server-side-encryption': 'SM4' } });
  expect((await postForm(target, ruled.bucket, { key: 'k' }, { bytes })).headers['x-oss-server-side-encryption']).toBe('SM4');
  const named = await postForm(target, ruled.bucket, { key: 'k', 'x-oss-server-side-encryption': 'KMS' }, { bytes });
  const keyId = named.headers['x-oss-server-side-encryption-key-id'] as string;
  expect(keyId).toMatch(/./);
  const fields = { key: 'k', 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': keyId };
  expect((await postForm(target, ruled.bucket, fields, { bytes })).headers['x-oss-server-side-encryption-key-id']).toBe(keyId);
});

it('makes a version in a versioned bucket, and names it', async () => {
  const place = { bucket: 'posted-versions', key: 'k' };
  await ask(target, { method: 'PUT', bucket: place.bucket });
  const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  expect((await ask(target, { method: 'PUT', bucket: place.bucket, query: [['versioning', '']], body })).status).toBe(200);
  const ids: string[] = [];
  for (const text of ['1', '2']) {
    const answer = await postForm(target, place.bucket, { key: 'k', 'x-oss-forbid-overwrite': 'true' }, { bytes: Buffer.from(text) });
    ids.push(answer.headers['x-oss-version-id'] as string);
  }
  const texts = ids.map(async (id) => (await ask(target, { method: 'GET', ...place, query: [['versionId', id]] })).body.toString());
  expect(await Promise.all(texts)).toEqual(['1', '2']);
});
