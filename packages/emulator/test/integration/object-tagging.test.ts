import { decodeXml, OssError, tagging } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { appendTo } from '../support/append-to.ts';
import { beginUpload, completeUpload, uploadPart } from '../support/multipart.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const bucket = 'tagged';
const TAGGING = [['tagging', '']] as const;
const HEADER = 'x-oss-tagging';

let target: InspectedEmulator;
beforeAll(async () => {
  target = await startInspected();
  await ask(target, { method: 'PUT', bucket });
  await put('victim', { [HEADER]: 'kept=1' });
});
afterAll(() => target.close());

type Pairs = readonly (readonly [key: string, value: string])[];

function put(key: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(target, { method: 'PUT', bucket, key, headers, body: `body of ${key}` });
}

function documentOf(tags: Pairs): string {
  const listed = tags.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
  return `<Tagging><TagSet>${listed.join('')}</TagSet></Tagging>`;
}

function putTags(key: string, tags: Pairs): Promise<Answer> {
  return ask(target, { method: 'PUT', bucket, key, query: TAGGING, body: documentOf(tags) });
}

async function tagsOf(key: string): Promise<Pairs> {
  const read = decodeXml(tagging, (await ask(target, { method: 'GET', bucket, key, query: TAGGING })).body);
  return read instanceof OssError ? expect.fail('no tags') : read.TagSet.Tag.map(({ Key, Value }) => [Key, Value]);
}

const countOf = async (key: string, method = 'HEAD'): Promise<unknown> =>
  (await ask(target, { method, bucket, key })).headers['x-oss-tagging-count'];

describe.each(Object.entries(ENCRYPTIONS))('the tags of an object under %s', (name, headers) => {
  it('are put, shown in their order, counted and removed, and nothing else of the object changes', async () => {
    await put(name, { ...headers, 'x-oss-meta-a': 'b' });
    const before = await ask(target, { method: 'GET', bucket, key: name });
    expect([await tagsOf(name), before.headers['x-oss-tagging-count']]).toEqual([[], undefined]);
    const tags = [
      ['z', '1'],
      ['中文 +', ''],
      ['__proto__', 'a/b:c=d'],
    ] as const;
    expect((await putTags(name, tags)).status).toBe(200);
    expect(await tagsOf(name)).toEqual(tags);
    const after = await ask(target, { method: 'GET', bucket, key: name });
    const { date: _date, 'x-oss-request-id': _id, 'x-oss-server-time': _time, ...stays } = before.headers;
    expect(after.headers).toMatchObject({ ...stays, 'x-oss-tagging-count': '3' });
    expect(after.body.equals(before.body)).toBe(true);
    expect((await putTags(name, [['only', 'one']])).status).toBe(200);
    expect([await tagsOf(name), await countOf(name)]).toEqual([[['only', 'one']], '1']);
    for (let again = 0; again < 2; again += 1)
      expect((await ask(target, { method: 'DELETE', bucket, key: name, query: TAGGING })).status).toBe(204);
    expect([await tagsOf(name), await countOf(name)]).toEqual([[], undefined]);
  });
});

describe('x-oss-tagging', () => {
  const headers = { [HEADER]: 'k1=v1&%E4%B8%AD=%2B+' };
  const tags = [
    ['k1', 'v1'],
    ['中', '+ '],
  ];

  it('gives tags to what is put, appended first, and uploaded in parts', async () => {
    await put('put', headers);
    await appendTo(target, { bucket, key: 'appended', position: 0, body: 'a', headers });
    const place = { target, bucket, key: 'uploaded' };
    const uploadId = await beginUpload(place, headers);
    const part = await uploadPart(place, uploadId, 1, Buffer.from('part'));
    expect((await completeUpload(place, uploadId, [[1, part.headers.etag ?? '']])).status).toBe(200);
    for (const key of ['put', 'appended', 'uploaded'])
      expect([key, await tagsOf(key), await countOf(key, 'GET')]).toEqual([key, tags, '2']);
    await put('put');
    expect(await tagsOf('put')).toEqual([]);
  });

  it('of a later append is ignored, right or wrong', async () => {
    await appendTo(target, { bucket, key: 'log', position: 0, body: 'a' });
    for (const [position, header] of ['a=b', 'a=%25', '%'].entries()) {
      const answer = await appendTo(target, { bucket, key: 'log', position: position + 1, body: 'b', headers: { [HEADER]: header } });
      expect(answer.status).toBe(200);
    }
    expect(await tagsOf('log')).toEqual([]);
    await putTags('log', [['kept', 'yes']]);
    await appendTo(target, { bucket, key: 'log', position: 4, body: 'c' });
    expect([await tagsOf('log'), (await ask(target, { method: 'GET', bucket, key: 'log' })).body.toString()]).toEqual([
      [['kept', 'yes']],
      'abbbc',
    ]);
  });

  it('of a copy counts where the directive says REPLACE; else the source has its tags copied', async () => {
    await put('source', headers);
    const copy = (more: Record<string, string>): Promise<Answer> =>
      ask(target, { method: 'PUT', bucket, key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source`, ...more } });
    const directive = 'x-oss-tagging-directive';
    const replaced = [['new', 'tag']];
    for (const [more, expected] of [
      [{}, tags],
      [{ [HEADER]: 'new=tag' }, tags],
      [{ [directive]: 'Copy', [HEADER]: 'new=tag' }, tags],
      [{ [directive]: 'Replace', [HEADER]: 'new=tag' }, replaced],
      [{ [directive]: 'REPLACE', 'x-oss-metadata-directive': 'COPY', [HEADER]: 'new=tag' }, replaced],
      [{ 'x-oss-metadata-directive': 'REPLACE' }, tags],
      [{ [directive]: 'Replace' }, []],
    ] as const) {
      expect((await copy(more)).status).toBe(200);
      expect([more, await tagsOf('copy')]).toEqual([more, expected]);
    }
    const wrong = () => copy({ [directive]: 'MERGE' });
    await expectRefusedUntouched(target, wrong, [400, 'InvalidArgument']);
  });
});

const many = Array.from({ length: 11 }, (_, index) => [`k${index}`, ''] as const);
const INVALID: Refusal = [400, 'InvalidTag'];
const MALFORMED: Refusal = [400, 'MalformedXML'];

describe('wrong tags change nothing', () => {
  it.each<[string, string, Refusal]>([
    ['eleven', documentOf(many), INVALID],
    ['a key of 129', documentOf([['k'.repeat(129), '']]), INVALID],
    ['a value of 257', documentOf([['k', 'v'.repeat(257)]]), INVALID],
    ['an empty key', documentOf([['', 'v']]), INVALID],
    ['a percent sign', documentOf([['k', '%abc']]), INVALID],
    ['one key twice', documentOf([...many.slice(0, 2), ['k0', 'x']]), INVALID],
    ['no XML', 'k=v', MALFORMED],
    ['nothing', '', MALFORMED],
    ['no set', '<Tagging/>', MALFORMED],
    ['a tag without key', '<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>', MALFORMED],
  ])('in the document: %s', async (_, body, refusal) => {
    await expectRefusedUntouched(target, () => ask(target, { method: 'PUT', bucket, key: 'victim', query: TAGGING, body }), refusal);
  });

  it.each<[string, Refusal]>([
    ['a=%25', INVALID],
    ['a=1&a=2', INVALID],
    [many.map(([key]) => key).join('&'), INVALID],
    ['a=%', [400, 'InvalidArgument']],
  ])('in the header: %s', async (header, refusal) => {
    const headers = { [HEADER]: header };
    const query = [['symlink', '']] as const;
    const requests = [
      () => put('victim', headers),
      () => appendTo(target, { bucket, key: 'new', position: 0, body: 'a', headers }),
      () => ask(target, { method: 'POST', bucket, key: 'victim', query: [['uploads', '']], headers }),
      () => ask(target, { method: 'PUT', bucket, key: 'victim', query, headers: { ...headers, 'x-oss-symlink-target': 't' } }),
      () => {
        const copied = { ...headers, 'x-oss-tagging-directive': 'Replace', 'x-oss-copy-source': `/${bucket}/victim` };
        return ask(target, { method: 'PUT', bucket, key: 'victim', headers: copied });
      },
    ];
    for (const request of requests) await expectRefusedUntouched(target, request, refusal);
  });

  it.each(['PUT', 'GET', 'DELETE'])('%s where there is no object, no bucket, or an encryption header', async (method) => {
    const body = method === 'PUT' ? { body: documentOf([['a', 'b']]) } : {};
    const request = (more: { bucket: string; key: string; headers?: Record<string, string> }) => () =>
      ask(target, { method, query: TAGGING, ...body, ...more });
    await expectRefusedUntouched(target, request({ bucket, key: 'absent' }), [404, 'NoSuchKey', '0026-00000001']);
    await expectRefusedUntouched(target, request({ bucket: 'no-bucket', key: 'absent' }), [404, 'NoSuchBucket', '0015-00000101']);
    const headers = { 'x-oss-server-side-encryption': 'AES256' };
    await expectRefusedUntouched(target, request({ bucket, key: 'victim', headers }), [400, 'InvalidArgument', '0005-00000002']);
  });
});
