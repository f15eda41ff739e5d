import type { BucketName, ObjectKey } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import type { ObjectBody, PartRow, UploadRow } from '../../src/domain/object-rows.ts';
import type { Services } from '../../src/operations/services.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { rowsOf } from '../support/blob-census.ts';
import { createBucket, openDomainProcess, readObject, readRows, type DomainProcess } from '../support/domain-process.ts';
import { beginUpload, completeNamed, storePart, type NamedUpload } from '../support/domain-uploads.ts';
import { tampering, type Tampering } from '../support/tampering.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';

const bucket = 'tampered' as BucketName;
/** Of one length, so that only their keys tell parts apart. */
const bodies = [Buffer.alloc(200, 'first'), Buffer.alloc(200, 'second')] as const;
const whole = Buffer.concat(bodies);

let store: OrderedStore;
let blobs: BlobStore;
let storage: Tampering;
let process: DomainProcess;

/** A process that has read nothing yet. */
const fresh = (): Promise<DomainProcess> => openDomainProcess(storage.store, { blobs: storage.blobs, inlineLimit: 0 });

beforeEach(async () => {
  [store, blobs] = [memoryStore(), memoryBlobs()];
  storage = tampering(store, blobs);
  process = await fresh();
  await createBucket(process.services, bucket);
});

async function upload(key: string, headers: Readonly<Record<string, string>>): Promise<NamedUpload> {
  const begun = await beginUpload(process.services, { bucket, key, headers });
  for (const [index, bytes] of bodies.entries()) await storePart(process.services, begun, index + 1, bytes);
  return begun;
}

/** What a reader sees of the object that a process makes of an upload, if it makes one; the process has nothing in memory. */
async function completed(named: NamedUpload): Promise<string> {
  const { services } = await fresh();
  const made = await completeNamed(services, named).then(
    () => true,
    () => false,
  );
  return made ? seen(services, named.key) : 'refused';
}

async function seen(services: Services, key: string): Promise<string> {
  try {
    return (await readObject(services, bucket, key)).equals(whole) ? 'true bytes' : 'WRONG';
  } catch {
    return 'error';
  }
}

async function swap([left, right]: readonly Row[]): Promise<void> {
  if (left === undefined || right === undefined) throw new Error('no such rows');
  await store.commit({
    sets: [
      { key: left.key, value: right.value },
      { key: right.key, value: left.value },
    ],
  });
}

/** Seals a row anew, as somebody could who has the bucket's local key. */
async function reseal(key: Uint8Array, value: object): Promise<void> {
  const session = openSession();
  const { id } = await process.services.buckets.require(session, bucket);
  const local = await process.keys.liveKeys.local(session, id);
  await store.commit({ sets: [{ key, value: process.keys.rows.seal(local, key, value) }] });
}

async function open<T extends object>({ key, value }: Row): Promise<T> {
  const { id } = await process.services.buckets.require(openSession(), bucket);
  return process.keys.rows.open<T>(openSession(), { scope: id, key }, value);
}

describe.each(Object.entries(ENCRYPTIONS))('parts under %s', (name, headers) => {
  it('are true before', async () => {
    expect(await completed(await upload('k', headers))).toBe('true bytes');
  });

  it('are never swapped, nor moved to another upload', async () => {
    const first = await upload('a', headers);
    await swap(await rowsOf(store, 'part'));
    expect(await completed(first)).toBe('refused');

    const second = await upload('b', headers);
    const third = await upload('c', headers);
    const rows = await rowsOf(store, 'part');
    const of = ({ id }: NamedUpload): Row =>
      rows.find(({ key }) => toHex(key.subarray(-24, -8)) === id.toLowerCase()) ?? expect.fail('no part');
    await swap([of(second), of(third)]);
    expect([await completed(second), await completed(third)]).toEqual(['refused', 'refused']);
  });

  it('of which a bit is flipped in any row are an error when they are completed', async () => {
    const named = await upload('k', headers);
    for (const table of ['part', 'upload']) {
      const [row] = await rowsOf(store, table);
      for (let at = 0; at < (row?.value.length ?? 0); at += 7) {
        storage.flip = { name: toHex(row?.key ?? new Uint8Array()), at, bit: at % 8 };
        expect([table, at, await completed(named)]).toEqual([table, at, 'refused']);
      }
    }
    storage.flip = undefined;
    expect(await completed(named)).toBe('true bytes');
  });

  it('of which a bit is flipped in any blob are an error when the object is read', async () => {
    await completeNamed(process.services, await upload('k', headers));
    const { services } = await fresh();
    expect(await seen(services, 'k')).toBe('true bytes');
    for await (const id of blobs.list()) {
      const size = (await (await blobs.read(id))?.read(new Uint8Array(4096))) ?? 0;
      expect(size).toBeGreaterThanOrEqual(200);
      for (let at = 0; at < size; at += 1) {
        storage.flip = { name: id, at, bit: at % 8 };
        expect([id, at, await seen(services, 'k')]).toEqual([id, at, 'error']);
      }
    }
  });

  it('whose blobs change places are an error, also with rows that say so', async () => {
    await completeNamed(process.services, await upload('k', headers));
    const [row] = await rowsOf(store, 'body');
    const body = await open<ObjectBody>(row ?? expect.fail('no body'));
    const [first, second] = body.extents instanceof Uint8Array ? [] : body.extents;
    if (first === undefined || second === undefined) throw new Error('no extents');
    const swapped = [
      { ...first, blobId: second.blobId },
      { ...second, blobId: first.blobId },
    ];
    // Without encryption there is no manifest: the seal of the row and a CRC for each extent are all.
    const others = name === 'none' ? [] : [[second, first], [first], [first, first], [first, second, second]];
    for (const extents of [swapped, ...others]) {
      await reseal(row?.key ?? first.id, { ...body, extents });
      const { services } = await fresh();
      expect(await seen(services, 'k')).toBe('error');
    }
    await reseal(row?.key ?? first.id, body);
    expect(await seen((await fresh()).services, 'k')).toBe('true bytes');
  });
});

describe.each(Object.entries(ENCRYPTIONS).filter(([name]) => name !== 'none'))('the envelope of an upload under %s', (_, headers) => {
  it('is not one of an object, nor of another upload, even in rows that were sealed anew', async () => {
    const named = await upload('k', headers);
    const [uploadRow] = await rowsOf(store, 'upload');
    const ofUpload = await open<UploadRow>(uploadRow ?? expect.fail('no upload'));
    await completeNamed(process.services, named);
    const [bodyRow] = await rowsOf(store, 'body');
    const body = await open<ObjectBody>(bodyRow ?? expect.fail('no body'));
    expect(toHex(body.envelope ?? new Uint8Array())).not.toBe(toHex(ofUpload.envelope ?? new Uint8Array()));
    await reseal(bodyRow?.key ?? new Uint8Array(), { ...body, envelope: ofUpload.envelope });
    expect(await seen((await fresh()).services, 'k')).toBe('error');

    const other = await upload('k', headers);
    const [otherRow] = await rowsOf(store, 'upload');
    const otherUpload = await open<UploadRow>(otherRow ?? expect.fail('no upload'));
    for (const envelope of [ofUpload.envelope, body.envelope]) {
      await reseal(otherRow?.key ?? new Uint8Array(), { ...otherUpload, envelope });
      expect(await completed(other)).toBe('refused');
    }
    await reseal(otherRow?.key ?? new Uint8Array(), { ...otherUpload, envelope: undefined });
    expect(await completed(other)).toBe('refused');
  });

  it('opens no part of another upload, even in part rows that were sealed anew', async () => {
    const [first, second] = [await upload('a', headers), await upload('b', headers)];
    const rows = await rowsOf(store, 'part');
    const foreign = rows.find(({ key }) => toHex(key.subarray(-24, -8)) === first.id.toLowerCase()) ?? expect.fail('no part');
    const { id } = await process.services.uploads.require(
      openSession(),
      await process.services.buckets.require(openSession(), bucket),
      'b' as ObjectKey,
      second.id,
    );
    await reseal(keyspace.part(id, 1), await open<PartRow>(foreign));
    await completeNamed(process.services, second);
    expect(await seen((await fresh()).services, 'b')).toBe('error');
    expect((await readRows(process.services, bucket, 'b')).head.size).toBe(whole.length);
  });
});
