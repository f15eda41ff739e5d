import type { BucketName } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { extentsOf } from '../../src/domain/extent-list.ts';
import type { Row } from '../../src/ports/ordered-store.ts';
import { allRows, blobIds, rowsOf } from '../support/blob-census.ts';
import { appendToEnd } from '../support/domain-appends.ts';
import { createBucket, openDomainProcess, readRows, type DomainProcess } from '../support/domain-process.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { tampering, type Tampering } from '../support/tampering.ts';
import { tellVersion } from '../support/told-versions.ts';

const bucket = 'appends' as BucketName;
const key = 'log';
/** A row, a short extent made of two, a long one made of three, and a short one behind it. */
const pieces = [Buffer.alloc(300, 'one '), Buffer.alloc(400, 'two '), Buffer.alloc(300_000, 'three '), Buffer.alloc(500, 'four ')];
const ROWS = ['object', 'version', 'body'] as const;

describe.each(Object.entries(ENCRYPTIONS))('appends under %s', (_, headers) => {
  const blobs = memoryBlobs();
  const store = memoryStore();
  const storage: Tampering = tampering(store, blobs);
  let process: DomainProcess;
  let whole: string;
  /** The rows of the object after each append. */
  const moments: Record<(typeof ROWS)[number], Row>[] = [];

  beforeAll(async () => {
    process = await openDomainProcess(storage.store, { blobs: storage.blobs });
    await createBucket(process.services, bucket);
    await process.services.buckets.setVersioning(openSession(), bucket, 'Enabled');
    for (const piece of pieces) {
      await appendToEnd(process.services, { bucket, key, headers }, piece);
      const [object, version, body] = await Promise.all(
        ROWS.map(async (table) => (await rowsOf(store, table))[0] ?? expect.fail('no row')),
      );
      if (object !== undefined && version !== undefined && body !== undefined) moments.push({ object, version, body });
    }
    whole = await tell();
    expect(whole.slice(41)).toBe(Buffer.concat(pieces).toString());
  });
  afterEach(async () => {
    storage.flip = undefined;
    expect(await tell()).toBe(whole);
  });

  const tell = (id?: string): Promise<string> => tellVersion(process.services, { bucket, key, ...(id === undefined ? {} : { id }) });
  const versionId = (): string => whole.slice(0, 39);
  const stored = async (): Promise<string> =>
    JSON.stringify([(await allRows(store)).map(({ key: rowKey, version }) => [toHex(rowKey), String(version)]), await blobIds(blobs)]);

  async function extentBlobs(): Promise<string[]> {
    const { body } = await readRows(process.services, bucket, key);
    return extentsOf(body).map(({ blobId }) => blobId ?? expect.fail('an extent in a row'));
  }

  it('of which a bit of any extent is flipped are an error', async () => {
    const ids = await extentBlobs();
    expect([ids.length, (await blobIds(blobs)).length]).toEqual([2, 3]);
    for (const [index, id] of ids.entries()) {
      const size = index === 0 ? 300_700 : 500;
      for (let at = 0; at < size; at += at < 80 ? 7 : Math.ceil(size / 9)) {
        storage.flip = { name: id, at, bit: at % 8 };
        expect([await tell(), await tell(versionId())]).toEqual(['error', 'error']);
      }
    }
  });

  it('do not go on from a short extent of which a bit is flipped, and change nothing', async () => {
    const short = (await extentBlobs())[1] ?? expect.fail('no extent');
    const before = await stored();
    for (let at = 0; at < 500; at += 31) {
      storage.flip = { name: short, at, bit: at % 8 };
      await expect(appendToEnd(process.services, { bucket, key, headers }, Buffer.from('more'))).rejects.toThrow();
    }
    expect(await stored()).toBe(before);
  });

  it('are an error where one of their rows is what it was before another append', async () => {
    const [last] = moments.slice(-1);
    for (const former of moments.slice(0, -1)) {
      for (const table of ROWS) {
        await store.commit({ sets: [{ key: former[table].key, value: former[table].value }] });
        const reads = [await tell(), await tell(versionId())];
        const expected = { object: ['error', whole], version: [whole, 'error'], body: ['error', 'error'] }[table];
        expect(reads, table).toEqual(expected);
        await store.commit({ sets: [{ key: former[table].key, value: last?.[table].value ?? new Uint8Array(0) }] });
      }
    }
  });

  it('whose extents changed places are an error', async () => {
    const { body, binding } = await readRows(process.services, bucket, key);
    const [first, second] = extentsOf(body);
    const [row] = await rowsOf(store, 'body');
    if (first === undefined || second === undefined || row === undefined) throw new Error('no extents');
    const local = await process.keys.liveKeys.local(openSession(), binding.bucketId);
    const swapped = [
      { ...first, blobId: second.blobId },
      { ...second, blobId: first.blobId },
    ];
    for (const extents of [swapped, [second], [first], [first, first]]) {
      await store.commit({ sets: [{ key: row.key, value: process.keys.rows.seal(local, row.key, { ...body, extents }) }] });
      expect(await tell()).toBe('error');
    }
    await store.commit({ sets: [{ key: row.key, value: row.value }] });
  });
});
