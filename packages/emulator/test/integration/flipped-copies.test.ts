import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningEmulator } from '../../src/server/run-emulator.ts';
import { blobIds } from '../support/blob-census.ts';
import { beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import { ask } from '../support/signed-request.ts';
import { tamperedEmulator } from '../support/tampered-emulator.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';

const bucket = 'flipped';
const bodies = [Buffer.alloc(120_000, 'first part '), Buffer.alloc(40_000, 'second part ')] as const;

const tampered = tamperedEmulator();
const { blobs, storage } = tampered;
let target: RunningEmulator;
beforeAll(async () => {
  target = await tampered.start();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

/** An object of two parts, and the ids of its blobs in the order of their bytes. */
async function objectOfParts(key: string, headers: Readonly<Record<string, string>>): Promise<string[]> {
  const place: Place = { target, bucket, key };
  const uploadId = await beginUpload(place, headers);
  const ids: string[] = [];
  const tags: PartTag[] = [];
  for (const [index, body] of bodies.entries()) {
    const before = await blobIds(blobs);
    tags.push([index + 1, (await uploadPart(place, uploadId, index + 1, body)).headers.etag ?? expect.fail('no part')]);
    ids.push(...(await blobIds(blobs)).filter((id) => !before.includes(id)));
  }
  expect((await completeUpload(place, uploadId, tags)).status).toBe(200);
  expect(ids).toHaveLength(bodies.length);
  return ids;
}

async function copy(key: string, from: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const source = { 'x-oss-copy-source': `/${bucket}/${from}` };
  return (await ask(target, { method: 'PUT', bucket, key, headers: { ...headers, ...source } })).status;
}

describe.each(Object.entries(ENCRYPTIONS))('a copy of an object under %s of which a bit is flipped', (name, headers) => {
  it('fails, by parts as well, and leaves its target as it was, also where that is the object itself', async () => {
    const ids = await objectOfParts(name, headers);
    const other = ENCRYPTIONS[name === 'SM4' ? 'AES256' : 'SM4'];
    const former = Buffer.from('former');
    await ask(target, { method: 'PUT', bucket, key: 'target', body: former });
    const uploadId = await beginUpload({ target, bucket, key: 'target' }, other);
    const query = [
      ['partNumber', '1'],
      ['uploadId', uploadId],
    ] as const;
    for (const id of ids) {
      for (const at of [0, 60, 16_500, 39_990]) {
        storage.flip = { name: id, at, bit: at % 8 };
        expect([await copy('target', name, other), await copy(name, name, other)], `${at} of ${id}`).toEqual([500, 500]);
        const source = { 'x-oss-copy-source': `/${bucket}/${name}` };
        expect((await ask(target, { method: 'PUT', bucket, key: 'target', query, headers: source })).status).toBe(500);
      }
    }
    storage.flip = undefined;
    expect((await ask(target, { method: 'GET', bucket, key: 'target' })).body.equals(former)).toBe(true);
    expect((await ask(target, { method: 'GET', bucket, key: 'target', query: [['uploadId', uploadId]] })).body.toString()).not.toContain(
      '<Part>',
    );
    expect((await ask(target, { method: 'GET', bucket, key: name })).body.equals(Buffer.concat(bodies))).toBe(true);
    expect([await copy('target', name, other), await copy(name, name, other)]).toEqual([200, 200]);
    for (const key of ['target', name])
      expect((await ask(target, { method: 'GET', bucket, key })).body.equals(Buffer.concat(bodies))).toBe(true);
  });
});
