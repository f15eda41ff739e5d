import { createHash } from 'node:crypto';
import { decodeXml, listMultipartUploadsResult, listPartsResult, OssError, type XmlDocument } from '@sse/core';
import { crc64 } from '@sse/core/primitives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { abortUpload, beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';

const bucket = 'parts';

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

function filled(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8) + seed) & 0xff);
}

function at(key: string): Place {
  return { target, bucket, key };
}

function get(key: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(target, { method: 'GET', bucket, key, headers });
}

async function store(place: Place, uploadId: string, parts: readonly (readonly [number, Uint8Array])[]): Promise<PartTag[]> {
  const stored = await Promise.all(
    parts.map(async ([number, body]) => [number, (await uploadPart(place, uploadId, number, body)).headers.etag] as const),
  );
  return stored
    .map(([number, etag]): PartTag => [number, etag ?? expect.fail(`part ${number} was not stored`)])
    .toSorted(([left], [right]) => left - right);
}

function decoded<T>(document: XmlDocument<T>, { body }: Answer): T {
  const value = decodeXml(document, body);
  return value instanceof OssError ? expect.fail(value.message) : value;
}

function echoOf({ headers }: Answer): unknown[] {
  return ['', '-key-id'].map((name) => headers[`x-oss-server-side-encryption${name}`]).concat(headers['x-oss-server-side-data-encryption']);
}

describe.each(Object.entries(ENCRYPTIONS))('an upload in parts under %s', (name, headers) => {
  const bodies = [filled(120_000, 1), filled(102_400, 2), filled(16_384 * 7 + 5, 3), filled(3, 4)] as const;

  it('gives an object of its parts, whatever their order, with the encryption that it began with on every reply', async () => {
    const place = at(`${name}/whole`);
    const uploadId = await beginUpload(place, { ...headers, 'x-oss-meta-who': 'me', 'content-type': 'text/x-parts' });
    await uploadPart(place, uploadId, 9, filled(200_000, 9));
    const [four, two, nine, one] = await Promise.all(
      [4, 2, 9, 1].map((number, index) => uploadPart(place, uploadId, number, bodies[[2, 1, 3, 0][index] ?? 0] ?? bodies[0])),
    );
    const tags = [one, two, four, nine].map((answer, index): PartTag => [[1, 2, 4, 9][index] ?? 0, answer?.headers.etag ?? '']);
    const listed = decoded(listPartsResult, await ask(target, { method: 'GET', ...place, query: [['uploadId', uploadId]] }));
    const completed = await completeUpload(place, uploadId, tags);
    const got = await get(place.key);
    const whole = Buffer.concat(bodies);

    expect(completed.status).toBe(200);
    expect(got.body.equals(whole)).toBe(true);
    expect(completed.body.toString()).toContain(`<Location>${target.endpoint}/${bucket}/${encodeURI(place.key)}</Location>`);
    const hex = bodies.map((body) => createHash('md5').update(body).digest('hex').toUpperCase()).join('');
    expect(got.headers.etag).toBe(`"${createHash('md5').update(hex).digest('hex').toUpperCase()}-4"`);
    expect(got.headers).toMatchObject({ 'x-oss-object-type': 'Multipart', 'x-oss-meta-who': 'me', 'content-type': 'text/x-parts' });
    expect(got.headers['content-md5']).toBeUndefined();
    expect(listed.Part.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual(
      [1, 2, 4, 9].map((number, index) => [number, bodies[index]?.length]),
    );
    for (const answer of [completed, got]) {
      expect(answer.headers['x-oss-hash-crc64ecma']).toBe(crc64(0n, whole).toString());
      expect(echoOf(answer)).toEqual(echoOf(got));
    }
    expect(echoOf(one ?? got)).toEqual(echoOf(got));
    expect(got.headers['x-oss-server-side-encryption']).toBe(
      'x-oss-server-side-encryption' in headers ? headers['x-oss-server-side-encryption'] : undefined,
    );
  });

  it('gives any range across the borders of parts', async () => {
    const place = at(`${name}/ranges`);
    const uploadId = await beginUpload(place, headers);
    await completeUpload(
      place,
      uploadId,
      await store(
        place,
        uploadId,
        bodies.map((body, index) => [index + 1, body] as const),
      ),
    );
    const whole = Buffer.concat(bodies);
    const borders = bodies.map((_, index) => bodies.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));
    const points = [0, 16_383, ...borders.flatMap((border) => [border - 1, border])].filter((point) => point < whole.length);
    for (const start of points) {
      for (const end of points.filter((point) => point >= start)) {
        const got = await get(place.key, { range: `bytes=${start}-${end}` });
        expect(got.body.equals(whole.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
      }
    }
  });

  it('copies, whole and by ranges as parts, from every other encryption', async () => {
    const body = filled(150_001, 7);
    await ask(target, { method: 'PUT', bucket, key: `${name}/source`, headers, body });
    for (const [other, wanted] of Object.entries(ENCRYPTIONS)) {
      const place = at(`${name}/as ${other}`);
      const source = { 'x-oss-copy-source': `/${bucket}/${encodeURIComponent(`${name}/source`)}` };
      const copied = await ask(target, { method: 'PUT', ...place, headers: { ...source, ...wanted } });
      const got = await get(place.key);
      expect([copied.status, got.body.equals(body)], other).toEqual([200, true]);
      expect(got.headers['x-oss-server-side-encryption']).toBe(
        'x-oss-server-side-encryption' in wanted ? wanted['x-oss-server-side-encryption'] : undefined,
      );
      const uploadId = await beginUpload(place, wanted);
      const tags: PartTag[] = [];
      for (const [number, range] of [
        [1, '0-120000'],
        [2, '120001-'],
      ] as const) {
        const query = [
          ['partNumber', String(number)],
          ['uploadId', uploadId],
        ] as const;
        const part = await ask(target, {
          method: 'PUT',
          ...place,
          query,
          headers: { ...source, 'x-oss-copy-source-range': `bytes=${range}` },
        });
        tags.push([number, part.headers.etag ?? expect.fail(part.body.toString())]);
      }
      expect((await completeUpload(place, uploadId, tags)).status).toBe(200);
      expect((await get(place.key)).body.equals(body)).toBe(true);
    }
  });
});

describe('an upload in parts', () => {
  it('replaces a part that comes twice, and takes all parts with x-oss-complete-all', async () => {
    const place = at('twice');
    const uploadId = await beginUpload(place);
    await store(place, uploadId, [[1, filled(110_000, 1)]]);
    await store(place, uploadId, [
      [1, filled(110_000, 2)],
      [2, filled(5, 3)],
    ]);
    const all = { 'x-oss-complete-all': 'yes' };
    const both = await ask(target, {
      method: 'POST',
      ...place,
      query: [['uploadId', uploadId]],
      headers: all,
      body: '<CompleteMultipartUpload/>',
    });
    expect([both.status, both.error?.Code, both.error?.EC]).toEqual([400, 'InvalidArgument', '0042-00000216']);
    expect((await ask(target, { method: 'POST', ...place, query: [['uploadId', uploadId]], headers: all })).status).toBe(200);
    expect((await get('twice')).body.equals(Buffer.concat([filled(110_000, 2), filled(5, 3)]))).toBe(true);
  });

  it('is not completed by a wrong list, and goes on', async () => {
    const place = at('wrong');
    const uploadId = await beginUpload(place);
    const [first, second] = await store(place, uploadId, [
      [1, filled(100, 1)],
      [2, filled(100, 2)],
    ]);
    if (first === undefined || second === undefined) expect.fail('no parts');
    const wrong: readonly [readonly PartTag[], string][] = [
      [[], 'MalformedXML'],
      [[second, first], 'InvalidPartOrder'],
      [[first, first], 'InvalidPartOrder'],
      [[first, [2, first[1]]], 'InvalidPart'],
      [[first, [3, second[1]]], 'InvalidPart'],
      [[first, second], 'EntityTooSmall'],
    ];
    for (const [parts, code] of wrong) expect((await completeUpload(place, uploadId, parts)).error?.Code).toBe(code);
    expect((await get('wrong')).error?.Code).toBe('NoSuchKey');
    expect((await uploadPart(place, uploadId, 3, filled(4, 4))).status).toBe(200);
    expect((await completeUpload(place, uploadId, [[1, first[1].toLowerCase().replaceAll('"', '')]])).status).toBe(200);
    expect((await get('wrong')).body.equals(filled(100, 1))).toBe(true);
  });

  it('has ended when it was completed or aborted', async () => {
    for (const end of [abortUpload, (place: Place, id: string) => completeUpload(place, id, [])] as const) {
      const place = at('ended');
      const uploadId = await beginUpload(place);
      await store(place, uploadId, [[1, filled(9, 1)]]);
      if (end !== abortUpload)
        await ask(target, { method: 'POST', ...place, query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes' } });
      else expect((await end(place, uploadId)).status).toBe(204);
      for (const again of [
        uploadPart(place, uploadId, 1, filled(1, 1)),
        abortUpload(place, uploadId),
        completeUpload(place, uploadId, [[1, 'x']]),
      ])
        expect((await again).error).toMatchObject({ Code: 'NoSuchUpload' });
    }
    expect((await abortUpload(at('ended'), 'no upload')).error?.Code).toBe('NoSuchUpload');
  });

  it('keeps its bucket from being deleted, and is another object’s to nobody', async () => {
    await ask(target, { method: 'PUT', bucket: 'held' });
    const place: Place = { target, bucket: 'held', key: 'a' };
    const uploadId = await beginUpload(place);
    await uploadPart(place, uploadId, 1, filled(7, 1));
    expect((await ask(target, { method: 'DELETE', bucket: 'held' })).error?.Code).toBe('BucketNotEmpty');
    expect((await uploadPart({ ...place, key: 'b' }, uploadId, 1, filled(7, 1))).error?.Code).toBe('NoSuchUpload');
    await abortUpload(place, uploadId);
    expect((await ask(target, { method: 'DELETE', bucket: 'held' })).status).toBe(204);
  });

  it('refuses an encryption header on parts and on the completion, and tolerates its companions', async () => {
    const place = at('headers');
    const uploadId = await beginUpload(place, { 'x-oss-server-side-encryption': 'KMS' });
    const query = [
      ['partNumber', '1'],
      ['uploadId', uploadId],
    ] as const;
    const refused = await ask(target, { method: 'PUT', ...place, query, headers: { 'x-oss-server-side-encryption': 'KMS' }, body: 'x' });
    expect([refused.status, refused.error?.Code]).toEqual([400, 'InvalidArgument']);
    const companions = { 'x-oss-server-side-encryption-key-id': 'k', 'x-oss-server-side-data-encryption': 'SM4' };
    expect((await ask(target, { method: 'PUT', ...place, query, headers: companions, body: 'x' })).status).toBe(200);
  });

  it('refuses part numbers, digests and ranges that cannot be', async () => {
    const place = at('numbers');
    const uploadId = await beginUpload(place);
    for (const number of ['0', '10001', '-1', '1.5', '']) {
      const query = [
        ['partNumber', number],
        ['uploadId', uploadId],
      ] as const;
      expect((await ask(target, { method: 'PUT', ...place, query, body: 'x' })).error?.Code, number).toBe('InvalidArgument');
    }
    const query = [
      ['partNumber', '1'],
      ['uploadId', uploadId],
    ] as const;
    const digest = await ask(target, { method: 'PUT', ...place, query, headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, body: 'x' });
    expect(digest.error?.Code).toBe('InvalidDigest');
    expect(decoded(listPartsResult, await ask(target, { method: 'GET', ...place, query: [['uploadId', uploadId]] })).Part).toEqual([]);
  });
});

describe('uploads in progress', () => {
  it('are listed by name and id, page by page, and grouped by a delimiter', async () => {
    await ask(target, { method: 'PUT', bucket: 'listed' });
    const ids: [string, string][] = [];
    for (const key of ['a/1', 'a/2', 'b', 'b', 'c']) ids.push([key, await beginUpload({ target, bucket: 'listed', key })]);
    const expected = ids.map(([key, id]) => `${key} ${id}`).toSorted((left, right) => (left < right ? -1 : 1));
    const seen: string[] = [];
    for (let keyMarker = '', idMarker = ''; ;) {
      const query = [
        ['uploads', ''],
        ['max-uploads', '2'],
        ['key-marker', keyMarker],
        ['upload-id-marker', idMarker],
      ] as const;
      const page = decoded(listMultipartUploadsResult, await ask(target, { method: 'GET', bucket: 'listed', query }));
      seen.push(...page.Upload.map(({ Key, UploadId }) => `${Key} ${UploadId}`));
      if (!page.IsTruncated) break;
      keyMarker = page.NextKeyMarker;
      idMarker = page.NextUploadIdMarker;
    }
    expect(seen).toEqual(expected);
    const grouped = decoded(
      listMultipartUploadsResult,
      await ask(target, {
        method: 'GET',
        bucket: 'listed',
        query: [
          ['uploads', ''],
          ['delimiter', '/'],
        ],
      }),
    );
    expect([grouped.CommonPrefixes, grouped.Upload.map(({ Key }) => Key)]).toEqual([[{ Prefix: 'a/' }], ['b', 'b', 'c']]);
  });
});

describe('a copy', () => {
  it('goes by the conditions on its source, and not by those of the same name without it', async () => {
    const { etag } = (await ask(target, { method: 'PUT', bucket, key: 'conditions', body: 'x' })).headers;
    const source = { 'x-oss-copy-source': `/${bucket}/conditions` };
    const copy = (headers: Record<string, string>): Promise<Answer> =>
      ask(target, { method: 'PUT', bucket, key: 'conditional', headers: { ...source, ...headers } });
    const refused = await copy({ 'x-oss-copy-source-if-match': '"0"', 'if-match': etag ?? '' });
    expect([refused.status, refused.error?.Code]).toEqual([412, 'PreconditionFailed']);
    expect(refused.body.toString()).toContain('<Condition>If-Match</Condition>');
    expect((await copy({ 'x-oss-copy-source-if-none-match': etag ?? '' })).status).toBe(304);
    expect((await get('conditional')).status).toBe(404);
    expect((await copy({ 'x-oss-copy-source-if-match': etag ?? '', 'if-match': '"0"' })).status).toBe(200);
  });
});
