import { createHash } from 'node:crypto';
import type { QueryPairs } from '@sse/core';
import { beforeEach, afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { listedVersions, type ListedVersions } from '../support/listed-versions.ts';
import { beginUpload, completeUpload, uploadPart } from '../support/multipart.ts';
import { ask, type Answer, type Ask } from '../support/signed-request.ts';

const ID = /^[A-Z2-7]{39}$/;
const AES = { 'x-oss-server-side-encryption': 'AES256' };
let target: RunningEmulator;
let bucket: string;
let made = 0;

beforeAll(async () => {
  target = await startEmulator();
});
afterAll(() => target.close());
beforeEach(async () => {
  bucket = `versions-${(made += 1)}`;
  await ask(target, { method: 'PUT', bucket });
});

const setVersioning = (body: string): Promise<Answer> =>
  ask(target, { method: 'PUT', bucket, query: [['versioning', '']], body: `<VersioningConfiguration>${body}</VersioningConfiguration>` });
const enable = (): Promise<Answer> => setVersioning('<Status>Enabled</Status>');
const suspend = (): Promise<Answer> => setVersioning('<Status>Suspended</Status>');
const put = async (key: string, body: string, headers: Record<string, string> = AES): Promise<string> => {
  const answer = await ask(target, { method: 'PUT', bucket, key, body, headers });
  expect(answer.status, answer.body.toString()).toBe(200);
  return String(answer.headers['x-oss-version-id']);
};
const on = (method: string, key: string, versionId?: string, more: Partial<Ask> = {}): Promise<Answer> =>
  ask(target, { method, bucket, key, query: versionId === undefined ? [] : [['versionId', versionId]], ...more });
const copy = (key: string, source: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(target, { method: 'PUT', bucket, key, headers: { 'x-oss-copy-source': `/${bucket}/${source}`, ...headers } });

async function list(query: QueryPairs = []): Promise<ListedVersions> {
  const answer = await ask(target, { method: 'GET', bucket, query: [['versions', ''], ...query] });
  return listedVersions(answer);
}
const listedIds = async (query: QueryPairs = []): Promise<string[]> => (await list(query)).Version.map(({ VersionId }) => VersionId);

describe('the versioning of a bucket', () => {
  it('is unset, Enabled or Suspended', async () => {
    const shown = async (): Promise<string> => (await ask(target, { method: 'GET', bucket, query: [['versioning', '']] })).body.toString();
    expect(await shown()).toMatch(/<VersioningConfiguration><\/VersioningConfiguration>$/);
    expect((await enable()).status).toBe(200);
    expect(await shown()).toContain('<Status>Enabled</Status>');
    expect((await suspend()).status).toBe(200);
    expect(await shown()).toContain('<Status>Suspended</Status>');
    const info = await ask(target, { method: 'GET', bucket, query: [['bucketInfo', '']] });
    expect(info.body.toString()).toContain('<Versioning>Suspended</Versioning>');
  });

  it.each(['', '<Status></Status>', '<Status>enabled</Status>', '<Status>Off</Status>'])('is not set by %j', async (body) => {
    const answer = await setVersioning(body);
    expect([answer.status, answer.error?.Code]).toEqual([400, 'MalformedXML']);
    await put('a', 'first');
    expect((await on('HEAD', 'a')).headers['x-oss-version-id']).toBeUndefined();
  });

  it('of a bucket that is not there is 404', async () => {
    bucket = 'nowhere-to-be-found';
    expect((await enable()).error?.Code).toBe('NoSuchBucket');
  });
});

describe('versions of an object', () => {
  it('stay when it is written again, each under its own encryption', async () => {
    await put('a', 'zero');
    await enable();
    const ids = [
      'null',
      await put('a', 'one', {}),
      await put('a', 'two', { 'x-oss-server-side-encryption': 'KMS' }),
      await put('a', 'three'),
    ];
    expect(ids.slice(1).every((id) => ID.test(id))).toBe(true);
    const texts = ['zero', 'one', 'two', 'three'];
    const methods = ['AES256', undefined, 'KMS', 'AES256'];
    for (const [index, id] of ids.entries()) {
      const [got, head] = [await on('GET', 'a', id), await on('HEAD', 'a', id)];
      expect([got.body.toString(), got.headers['x-oss-version-id']]).toEqual([texts[index], id]);
      expect([got.headers['x-oss-server-side-encryption'], head.headers['content-length']]).toEqual([
        methods[index],
        String(texts[index]?.length),
      ]);
      const meta = await ask(target, {
        method: 'HEAD',
        bucket,
        key: 'a',
        query: [
          ['objectMeta', ''],
          ['versionId', id],
        ],
      });
      expect([meta.status, meta.headers['x-oss-version-id'], meta.headers['content-length']]).toEqual([
        200,
        id,
        String(texts[index]?.length),
      ]);
    }
    expect((await on('GET', 'a')).body.toString()).toBe('three');
    expect((await on('GET', 'a')).headers['x-oss-version-id']).toBe(ids[3]);
    expect(await listedIds()).toEqual(ids.toReversed());
  });

  it('are hidden by a delete marker, which can be removed', async () => {
    await enable();
    const id = await put('a', 'text');
    const removed = await on('DELETE', 'a');
    const marker = String(removed.headers['x-oss-version-id']);
    expect([removed.status, removed.headers['x-oss-delete-marker']]).toEqual([204, 'true']);
    const missing = await on('GET', 'a');
    expect([missing.status, missing.error?.Code]).toEqual([404, 'NoSuchKey']);
    expect([missing.headers['x-oss-delete-marker'], missing.headers['x-oss-version-id']]).toEqual(['true', marker]);
    const named = await on('GET', 'a', marker);
    expect([named.status, named.error?.Code, named.headers.allow]).toEqual([405, 'MethodNotAllowed', 'DELETE']);
    expect(named.error?.details).toMatchObject({ Method: 'GET', ResourceType: 'DeleteMarker' });
    expect((await on('GET', 'a', id)).body.toString()).toBe('text');
    const gone = await on('DELETE', 'a', marker);
    expect([gone.status, gone.headers['x-oss-delete-marker'], gone.headers['x-oss-version-id']]).toEqual([204, 'true', marker]);
    expect((await on('GET', 'a')).body.toString()).toBe('text');
  });

  it('that never were get a marker too, and then the bucket is not empty', async () => {
    await enable();
    const marker = String((await on('DELETE', 'never')).headers['x-oss-version-id']);
    expect(marker).toMatch(ID);
    expect((await list()).DeleteMarker.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([[marker, true]]);
    expect((await ask(target, { method: 'DELETE', bucket })).error?.Code).toBe('BucketNotEmpty');
    await on('DELETE', 'never', marker);
    expect((await ask(target, { method: 'DELETE', bucket })).status).toBe(204);
  });

  it('go one by one, and the one before becomes the current one', async () => {
    await enable();
    const [first, second] = [await put('a', 'first'), await put('a', 'second')];
    const gone = await on('DELETE', 'a', second);
    expect([gone.status, gone.headers['x-oss-version-id'], gone.headers['x-oss-delete-marker']]).toEqual([204, second, undefined]);
    expect([(await on('GET', 'a')).body.toString(), (await on('GET', 'a')).headers['x-oss-version-id']]).toEqual(['first', first]);
    expect((await on('GET', 'a', second)).error?.Code).toBe('NoSuchVersion');
    expect((await on('DELETE', 'a', second)).status).toBe(204);
    await on('DELETE', 'a', first);
    const missing = await on('GET', 'a');
    expect([missing.error?.Code, missing.headers['x-oss-delete-marker']]).toEqual(['NoSuchKey', undefined]);
    expect((await ask(target, { method: 'DELETE', bucket })).status).toBe(204);
  });

  it('are replaced under the id null while versioning is suspended', async () => {
    await enable();
    const id = await put('a', 'kept');
    await suspend();
    expect([await put('a', 'one'), await put('a', 'two')]).toEqual(['null', 'null']);
    expect(await listedIds()).toEqual(['null', id]);
    expect((await on('GET', 'a', 'null')).body.toString()).toBe('two');
    const removed = await on('DELETE', 'a');
    expect([removed.headers['x-oss-version-id'], removed.headers['x-oss-delete-marker']]).toEqual(['null', 'true']);
    expect((await on('GET', 'a', 'null')).status).toBe(405);
    expect([await listedIds(), (await on('GET', 'a', id)).body.toString()]).toEqual([[id], 'kept']);
  });

  it.each(['x', 'CAEQ', 'Null', 'A'.repeat(38), `${'A'.repeat(38)}B`, '9'.repeat(39), ''])('are not named by %j', async (id) => {
    await enable();
    await put('a', 'text');
    for (const method of ['GET', 'HEAD', 'DELETE']) {
      const answer = await on(method, 'a', id);
      expect([answer.status, answer.error?.Code]).toEqual([400, 'InvalidArgument']);
    }
    expect((await on('GET', 'a')).body.toString()).toBe('text');
  });

  it('of another name, or of the same moment with other bytes, are not there', async () => {
    await enable();
    const [a, b] = [await put('a', 'a'), await put('b', 'b')];
    expect((await on('GET', 'a', b)).error?.Code).toBe('NoSuchVersion');
    const forged = `${a.slice(0, 20)}${a.slice(20) === 'A'.repeat(19) ? 'B' : 'A'.repeat(19)}`;
    expect((await on('GET', 'a', forged)).error?.Code).toBe('NoSuchVersion');
    expect((await on('DELETE', 'a', forged)).status).toBe(204);
    // No version of it is the version null: the current one is not.
    expect([(await on('GET', 'a', 'null')).error?.Code, (await on('DELETE', 'a', 'null')).status]).toEqual(['NoSuchVersion', 204]);
    expect((await on('GET', 'a', a)).body.toString()).toBe('a');
  });
});

describe('writes in a versioned bucket', () => {
  beforeEach(enable);

  it('ignore x-oss-forbid-overwrite', async () => {
    const first = await put('a', 'first');
    expect(await put('a', 'second', { 'x-oss-forbid-overwrite': 'true' })).not.toBe(first);
  });

  it('restore a version by copying it, under the encryption of the copy', async () => {
    const first = await put('a', 'first');
    const second = await put('a', 'second');
    const answer = await copy('a', `a?versionId=${first}`, { 'x-oss-server-side-encryption': 'SM4' });
    expect([answer.status, answer.headers['x-oss-copy-source-version-id']]).toEqual([200, first]);
    const restored = String(answer.headers['x-oss-version-id']);
    const current = await on('GET', 'a');
    expect([current.body.toString(), current.headers['x-oss-server-side-encryption']]).toEqual(['first', 'SM4']);
    expect(await listedIds()).toEqual([restored, second, first]);
    const marker = String((await on('DELETE', 'a')).headers['x-oss-version-id']);
    expect((await copy('b', 'a')).error?.Code).toBe('NoSuchKey');
    expect((await copy('b', `a?versionId=${marker}`)).error?.Code).toBe('MethodNotAllowed');
    expect((await on('GET', 'b')).error?.Code).toBe('NoSuchKey');
  });

  it('make versions of uploads and appends', async () => {
    const place = { target, bucket, key: 'a' };
    const first = await put('a', 'first');
    const uploadId = await beginUpload(place, AES);
    const part = await uploadPart(place, uploadId, 1, Buffer.from('of parts'));
    const completed = await completeUpload(place, uploadId, [[1, String(part.headers.etag)]]);
    const ofParts = String(completed.headers['x-oss-version-id']);
    expect(ofParts).toMatch(ID);
    const append = (key: string, position: number, body: string): Promise<Answer> =>
      ask(target, {
        method: 'POST',
        bucket,
        key,
        body,
        headers: AES,
        query: [
          ['append', ''],
          ['position', String(position)],
        ],
      });
    expect((await append('a', 8, 'x')).error?.Code).toBe('ObjectNotAppendable');
    await on('DELETE', 'a');
    const appended = String((await append('a', 0, 'one ')).headers['x-oss-version-id']);
    expect((await append('a', 4, 'two')).headers['x-oss-version-id']).toBe(appended);
    expect((await list()).Version.map(({ VersionId, Size, Type }) => [VersionId, Size, Type])).toEqual([
      [appended, 7, 'Appendable'],
      [ofParts, 8, 'Multipart'],
      [first, 5, 'Normal'],
    ]);
    await put('a', 'on top');
    expect((await on('GET', 'a', appended)).body.toString()).toBe('one two');
    expect((await on('GET', 'a', ofParts)).body.toString()).toBe('of parts');
  });

  it('delete many objects and versions at once', async () => {
    const [a, b] = [await put('a', 'a'), await put('b', 'b')];
    const objects = `<Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>${b}</VersionId></Object>`;
    const body = `<Delete>${objects}</Delete>`;
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = await ask(target, { method: 'POST', bucket, query: [['delete', '']], headers, body });
    const [marker] = (await list()).DeleteMarker;
    expect(answer.body.toString()).toContain(
      `<Deleted><Key>a</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${marker?.VersionId}</DeleteMarkerVersionId></Deleted>` +
        `<Deleted><Key>b</Key><VersionId>${b}</VersionId></Deleted>`,
    );
    expect(await listedIds()).toEqual([a]);
  });
});

describe('a listing of versions', () => {
  it('of a bucket that was never versioned shows null versions', async () => {
    await put('a', 'a');
    await put('b', 'b');
    expect((await list()).Version.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
      ['a', 'null', true],
      ['b', 'null', true],
    ]);
    const first = await list([['max-keys', '1']]);
    expect([first.IsTruncated, first.NextKeyMarker, first.NextVersionIdMarker, first.Version.length]).toEqual([true, 'a', 'null', 1]);
    const second = await list([
      ['max-keys', '1'],
      ['key-marker', 'a'],
      ['version-id-marker', 'null'],
    ]);
    expect([second.IsTruncated, second.Version.map(({ Key }) => Key)]).toEqual([false, ['b']]);
  });

  it('gives every version once, whatever the size of its pages', async () => {
    for (const key of ['a', 'b/1', 'b/2', 'd']) await put(key, key);
    await enable();
    for (const key of ['b/1', 'c', 'b/1', 'd']) await put(key, 'again');
    await on('DELETE', 'b/1');
    await on('DELETE', 'e');
    const tell = ({ Version, DeleteMarker }: ListedVersions): string[] =>
      [...Version, ...DeleteMarker].map(({ Key, VersionId, IsLatest }) => `${Key} ${VersionId} ${IsLatest}`).toSorted();
    const whole = await list([['max-keys', '1000']]);
    expect([whole.IsTruncated, tell(whole).length]).toEqual([false, 10]);
    for (const size of [1, 2, 3, 4]) {
      const told: string[] = [];
      let markers: QueryPairs = [];
      for (let page = 0; page < 11; page += 1) {
        const listed = await list([['max-keys', String(size)], ...markers]);
        told.push(...tell(listed));
        if (!listed.IsTruncated) break;
        expect(listed.Version.length + listed.DeleteMarker.length).toBe(size);
        markers = [
          ['key-marker', listed.NextKeyMarker ?? ''],
          ['version-id-marker', listed.NextVersionIdMarker ?? ''],
        ];
      }
      expect(told.toSorted(), `pages of ${size}`).toEqual(tell(whole));
    }
  });

  it('with a prefix behind its marker shows nothing in front of the prefix', async () => {
    await enable();
    const ids = [await put('a', 'first'), await put('a', 'second')];
    const b = await put('b', 'b');
    const markers: QueryPairs = [
      ['key-marker', 'a'],
      ['version-id-marker', ids[1] ?? ''],
    ];
    expect([await listedIds(markers), await listedIds([['prefix', 'b'], ...markers])]).toEqual([[ids[0], b], [b]]);
  });

  it('that goes on after a version that is gone tells which one is the latest now', async () => {
    await enable();
    const ids = [await put('a', '1'), await put('a', '2'), await put('a', '3')];
    const latest = async (idMarker: string | undefined): Promise<unknown[]> => {
      const listed = await list([
        ['key-marker', 'a'],
        ['version-id-marker', idMarker ?? ''],
      ]);
      return listed.Version.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]);
    };
    await on('DELETE', 'a', ids[2]);
    expect(await latest(ids[2])).toEqual([
      [ids[1], true],
      [ids[0], false],
    ]);
    expect(await latest(ids[1])).toEqual([[ids[0], false]]);
    expect((await latest('null'))[0]).toEqual([ids[1], true]);
  });

  it('gives versions and delete markers of a name newest first, in one order', async () => {
    await enable();
    const first = await put('k', 'first');
    const marker = String((await on('DELETE', 'k')).headers['x-oss-version-id']);
    const second = await put('k', 'second');
    await on('DELETE', 'later');
    await put('z', 'z');
    const { Entries } = await list();
    expect(Entries.map(({ name, value }) => `${name} ${value.Key} ${value.IsLatest}`)).toEqual([
      'Version k true',
      'DeleteMarker k false',
      'Version k false',
      'DeleteMarker later true',
      'Version z true',
    ]);
    expect(Entries.slice(0, 3).map(({ value }) => value.VersionId)).toEqual([second, marker, first]);
  });

  it('groups names by a delimiter, and is refused what it does not know', async () => {
    await enable();
    for (const key of ['a/1', 'a/1', 'a/2', 'b']) await put(key, key);
    const listed = await list([
      ['delimiter', '/'],
      ['max-keys', '1'],
    ]);
    expect([listed.CommonPrefixes, listed.Version, listed.NextKeyMarker, listed.NextVersionIdMarker]).toEqual([
      [{ Prefix: 'a/' }],
      [],
      'a/',
      undefined,
    ]);
    expect(
      await listedIds([
        ['delimiter', '/'],
        ['key-marker', 'a/'],
      ]),
    ).toHaveLength(1);
    expect(await listedIds([['prefix', 'a/']])).toHaveLength(3);
    for (const query of [
      [['version-id-marker', 'null']],
      [
        ['key-marker', 'a'],
        ['version-id-marker', 'x'],
      ],
      [['max-keys', '1001']],
    ] as const) {
      const answer = await ask(target, { method: 'GET', bucket, query: [['versions', ''], ...query] });
      expect([answer.status, answer.error?.Code]).toEqual([400, 'InvalidArgument']);
    }
  });
});
