import type { BucketName, ObjectKey } from '@sse/core';
import { fromHex } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import { sweep } from '../../src/domain/sweeper.ts';
import { blobIds, rowsOf } from '../support/blob-census.ts';
import { createBucket, openDomainProcess, openStoredObject, putObject, readObject, type DomainProcess } from '../support/domain-process.ts';
import { beginUpload, completeNamed, storePart } from '../support/domain-uploads.ts';

const most = 10_000;
const minutes = 60_000;
const bucket = 'many' as BucketName;
const key = 'parts' as ObjectKey;
/** Parts of 1 to 5 bytes. */
const parts = Array.from({ length: most }, (_, index) => Buffer.alloc(1 + (index % 5), `${index} `));
const whole = Buffer.concat(parts);

async function readRange({ services }: DomainProcess, start: number, end: number): Promise<Buffer> {
  const opened = await openStoredObject(services, bucket, key);
  const pieces: Uint8Array[] = [];
  for await (const batch of services.readExtents(opened, { start, end })) pieces.push(...batch);
  return Buffer.concat(pieces);
}

describe.each([
  ['none', {}],
  ['AES256', { 'x-oss-server-side-encryption': 'AES256' }],
])('an object of 10,000 parts (%s)', (_, headers) => {
  it('has a body row of at most 1 MiB, reads by ranges, and leaves no blob when it is overwritten', async () => {
    const store = memoryStore();
    const blobs = memoryBlobs();
    let clock = Date.now();
    const process = await openDomainProcess(store, { blobs, now: () => clock });
    const { services, keys } = process;
    await createBucket(services, bucket);
    const upload = await beginUpload(services, { bucket, key, headers });
    for (const [index, bytes] of parts.entries()) await storePart(services, upload, index + 1, bytes);
    await completeNamed(services, upload);

    const [body] = await rowsOf(store, 'body');
    expect(body?.value.length).toBeGreaterThan(most * 16);
    expect(body?.value.length).toBeLessThanOrEqual(1 << 20);
    expect(await rowsOf(store, 'part')).toEqual([]);
    expect((await blobIds(blobs)).length).toBe(most);
    expect((await readObject(services, bucket, key)).equals(whole)).toBe(true);
    for (const start of [0, 1, 2, 3, 14_999, 15_000, whole.length - 4]) {
      for (const length of [1, 2, 7, 64]) {
        const end = Math.min(whole.length, start + length);
        expect((await readRange(process, start, end)).equals(whole.subarray(start, end)), `${start}-${end}`).toBe(true);
      }
    }

    await putObject(services, { bucket, key, body: Buffer.from('small'), headers });
    expect(await rowsOf(store, 'trash')).toHaveLength(1);
    clock += 2 * minutes;
    const options = { store, rows: keys.rows, blobs, runPartsJob: services.runPartsJob, now: () => clock, trashGraceMs: minutes };
    expect((await sweep(options)).failures).toEqual([]);
    expect(await blobIds(blobs)).toEqual([]);
    expect(await store.range({ ...keyspace.trashed(), limit: 1 })).toEqual([]);
    expect((await readObject(services, bucket, key)).toString()).toBe('small');
  });
});

describe('more parts than a page of the job, given up', () => {
  it('go by the job of the upload, page by page, and by the sweeper where it was cut off', async () => {
    const store = memoryStore();
    const blobs = memoryBlobs();
    let clock = Date.now();
    const { services, keys } = await openDomainProcess(store, { blobs, now: () => clock });
    await createBucket(services, bucket);
    const upload = await beginUpload(services, { bucket, key, headers: {} });
    for (const [index, bytes] of parts.slice(0, 450).entries()) await storePart(services, upload, index + 1, bytes);
    const session = openSession();
    const found = await services.uploads.require(session, await services.buckets.require(session, bucket), key, upload.id);
    await services.uploads.abort(session, found);
    let commits = 0;
    const cut = {
      ...store,
      commit: (commit: Parameters<typeof store.commit>[0]) =>
        (commits += 1) > 1 ? Promise.reject(new Error('cut off')) : store.commit(commit),
    };
    const cutOff = await openDomainProcess(cut, { blobs, now: () => clock });
    await expect(cutOff.services.runPartsJob({ bucketId: found.bucket.id, uploadId: fromHex(upload.id) ?? expect.fail() })).rejects.toThrow(
      'cut off',
    );
    expect(await rowsOf(store, 'part')).toHaveLength(250);
    const options = { store, rows: keys.rows, blobs, runPartsJob: services.runPartsJob, now: () => clock, trashGraceMs: minutes };
    expect((await sweep(options)).failures).toEqual([]);
    expect([...(await rowsOf(store, 'part')), ...(await rowsOf(store, 'job'))]).toEqual([]);
    clock += 2 * minutes;
    expect((await sweep(options)).deletedBlobs).toBe(450);
    expect(await blobIds(blobs)).toEqual([]);
  });
});
