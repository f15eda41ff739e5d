import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { expectRefusal, expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { abortUpload, beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import { openRaw, say, signedHead } from '../support/raw-exchange.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const bucket = 'sequential';
const NOT_SEQUENTIAL: Refusal = [400, 'PartNotSequential'];
const SIZES = [102_400, 150_001, 102_463, 1];
const bodies = SIZES.map((size) => randomBytes(size));

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected({ sweepEvery: 0 });
  await ask(emulator, { method: 'PUT', bucket });
});
afterAll(() => emulator.close());

const place = (key: string): Place => ({ target: emulator, bucket, key });
const md5 = (...parts: readonly Uint8Array[]): string => createHash('md5').update(Buffer.concat(parts)).digest('base64');
const begin = (key: string, headers: Record<string, string> = {}): Promise<string> => beginUpload(place(key), headers, 'sequential');
const get = (key: string, method = 'GET'): Promise<Answer> => ask(emulator, { method, bucket, key });

/** Stores a part and gives its tag. */
async function store(key: string, uploadId: string, number: number, body: Uint8Array): Promise<PartTag> {
  const answer = await uploadPart(place(key), uploadId, number, body);
  expect(answer.status).toBe(200);
  return [number, answer.headers.etag ?? ''];
}

async function storeAll(key: string, uploadId: string, parts: readonly Uint8Array[]): Promise<PartTag[]> {
  const tags: PartTag[] = [];
  for (const [index, body] of parts.entries()) tags.push(await store(key, uploadId, index + 1, body));
  return tags;
}

describe.each(Object.entries(ENCRYPTIONS))('a sequential upload under %s', (name, headers) => {
  it('gives an object with the MD5 of all its bytes', async () => {
    const uploadId = await begin(name, headers);
    const tags = await storeAll(name, uploadId, bodies);
    expect((await completeUpload(place(name), uploadId, tags)).status).toBe(200);
    for (const method of ['GET', 'HEAD']) expect((await get(name, method)).headers['content-md5']).toBe(md5(...bodies));
    const { headers: found, body } = await get(name);
    expect(body.equals(Buffer.concat(bodies))).toBe(true);
    expect([found['x-oss-object-type'], found.etag]).toEqual(['Multipart', expect.stringMatching(/-4"$/)]);
  });
});

describe('parts of a sequential upload', () => {
  it.each([
    ['the second first', [], 2],
    ['the third after the first', [1], 3],
    ['the first after the second', [1, 2], 1],
  ])('out of order, %s, are refused at once and change nothing', async (key, before, wrong) => {
    const uploadId = await begin(key);
    await storeAll(key, uploadId, bodies.slice(0, before.length));
    await expectRefusedUntouched(emulator, () => uploadPart(place(key), uploadId, wrong, Buffer.from('x')), NOT_SEQUENTIAL);
    const rest = bodies.slice(before.length);
    const tags: PartTag[] = [];
    for (const [index, body] of bodies.entries()) tags.push([index + 1, `"${createHash('md5').update(body).digest('hex')}"`]);
    for (const [index, body] of rest.entries()) await store(key, uploadId, before.length + index + 1, body);
    expect((await completeUpload(place(key), uploadId, tags)).status).toBe(200);
    expect((await get(key)).headers['content-md5']).toBe(md5(...bodies));
  });

  it('are refused before their bytes came', async () => {
    const key = 'at once';
    const uploadId = await begin(key);
    const query = [
      ['partNumber', '2'],
      ['uploadId', uploadId],
    ] as const;
    const connection = await openRaw(emulator);
    const heard = new Promise<string>((resolve) => connection.socket.once('data', (text: string) => resolve(text)));
    await say(connection, [signedHead(emulator, { method: 'PUT', bucket, key, query, headers: { 'content-length': '1000000' } })]);
    expect(await heard).toContain('PartNotSequential');
    connection.reset();
  });

  it('may be sent again while they are the last, with other bytes too', async () => {
    const key = 'again';
    const uploadId = await begin(key);
    const [first, second, third] = bodies as [Buffer, Buffer, Buffer];
    for (const body of [randomBytes(200_000), first, first]) await store(key, uploadId, 1, body);
    for (const body of [randomBytes(3), randomBytes(300_000), second]) await store(key, uploadId, 2, body);
    const tags = [await store(key, uploadId, 1 + 2, third)];
    expectRefusal(await uploadPart(place(key), uploadId, 2, second), NOT_SEQUENTIAL);
    tags.push(await store(key, uploadId, 3, third));
    const listed = [first, second, third].map((body, index): PartTag => [index + 1, createHash('md5').update(body).digest('hex')]);
    expect((await completeUpload(place(key), uploadId, listed)).status).toBe(200);
    const { headers, body } = await get(key);
    expect([headers['content-md5'], body.equals(Buffer.concat([first, second, third]))]).toEqual([md5(first, second, third), true]);
  });

  it('that were not accepted do not count', async () => {
    const key = 'refused';
    const uploadId = await begin(key);
    const query = [
      ['partNumber', '1'],
      ['uploadId', uploadId],
    ] as const;
    const wrong = { 'content-md5': md5(Buffer.from('other')) };
    expect((await ask(emulator, { method: 'PUT', bucket, key, query, headers: wrong, body: bodies[0] ?? '' })).error?.Code).toBe(
      'InvalidDigest',
    );
    const tags = await storeAll(key, uploadId, bodies);
    expect((await completeUpload(place(key), uploadId, tags)).status).toBe(200);
    expect((await get(key)).headers['content-md5']).toBe(md5(...bodies));
  });

  it('may be copies', async () => {
    const key = 'copied';
    const source = Buffer.concat(bodies);
    await ask(emulator, { method: 'PUT', bucket, key: 'source', body: source });
    const uploadId = await begin(key);
    const copy = (number: number, range: string): Promise<Answer> =>
      ask(emulator, {
        method: 'PUT',
        bucket,
        key,
        query: [
          ['partNumber', String(number)],
          ['uploadId', uploadId],
        ],
        headers: { 'x-oss-copy-source': `/${bucket}/source`, 'x-oss-copy-source-range': range },
      });
    expectRefusal(await copy(2, 'bytes=0-9'), NOT_SEQUENTIAL);
    const answers = [await copy(1, 'bytes=0-199999'), await copy(2, 'bytes=200000-')];
    const tags = answers.map(({ headers }, index): PartTag => [index + 1, headers.etag ?? '']);
    expect((await completeUpload(place(key), uploadId, tags)).status).toBe(200);
    expect((await get(key)).headers['content-md5']).toBe(md5(source));
  });

  it('that race each other leave one MD5, of what is stored', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = `raced ${round}`;
      const uploadId = await begin(key);
      await store(key, uploadId, 1, bodies[0] ?? Buffer.alloc(0));
      const rivals = [randomBytes(120_000), randomBytes(130_000), randomBytes(140_000)];
      const answers = await Promise.all([
        ...rivals.map((body) => uploadPart(place(key), uploadId, 2, body)),
        uploadPart(place(key), uploadId, 3, Buffer.from('x')),
      ]);
      for (const { status, error } of answers) expect([200, 'PartNotSequential']).toContain(status === 200 ? 200 : error?.Code);
      expect(
        (await ask(emulator, { method: 'POST', bucket, key, query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes' } }))
          .status,
      ).toBe(200);
      const { headers, body } = await get(key);
      expect(headers['content-md5']).toBe(md5(body));
      expect(rivals.some((rival) => body.subarray(102_400, 102_400 + rival.length).equals(rival))).toBe(true);
    }
  });
});

describe('the end of a sequential upload', () => {
  it('takes all parts or none', async () => {
    const key = 'part of it';
    const uploadId = await begin(key);
    const tags = await storeAll(key, uploadId, bodies);
    for (const some of [tags.slice(0, 2), tags.slice(1), [tags[0], tags[2]] as PartTag[]])
      expectRefusal(await completeUpload(place(key), uploadId, some), NOT_SEQUENTIAL);
    expect((await completeUpload(place(key), uploadId, tags)).status).toBe(200);
  });

  it('by Abort goes through while parts come', async () => {
    const key = 'aborted';
    for (let round = 0; round < 10; round += 1) {
      const uploadId = await begin(key);
      await storeAll(key, uploadId, bodies.slice(0, 1));
      const [aborted] = await Promise.all([abortUpload(place(key), uploadId), uploadPart(place(key), uploadId, 2, Buffer.from('x'))]);
      expect(aborted.status).toBe(204);
    }
  });

  it('of another upload gives no MD5', async () => {
    const key = 'other';
    const uploadId = await beginUpload(place(key));
    const tags: PartTag[] = [];
    for (const number of [3, 1]) tags.unshift(await store(key, uploadId, number, bodies[0] ?? Buffer.alloc(0)));
    expect((await completeUpload(place(key), uploadId, tags)).status).toBe(200);
    expect((await get(key)).headers['content-md5']).toBeUndefined();
  });
});
