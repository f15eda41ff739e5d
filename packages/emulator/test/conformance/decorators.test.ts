import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { faultyBlobs, faultyStore, meteredBlobs, meteredStore, prefixedStore } from '../../src/conformance/index.ts';
import { blobId, listed, pattern, readAll, sourceOf } from '../../src/conformance/blob-store/subject.ts';
import { bytes } from '../../src/conformance/ordered-store/subject.ts';

const error = new Error('no');
const set = (key: string) => ({ sets: [{ key: bytes(key), value: bytes('value') }] });

describe('faultyStore', () => {
  it('fails the call of that number, which has no effect', async () => {
    const store = faultyStore(memoryStore(), { call: 3, error });
    await store.commit(set('a'));
    await store.get(bytes('a'));
    await expect(store.commit(set('b'))).rejects.toBe(error);
    expect(await store.get(bytes('b'))).toBeUndefined();
    await store.commit(set('b'));
  });

  it('can let the call take effect before it fails', async () => {
    const store = faultyStore(memoryStore(), { call: 1, error, when: 'after' });
    await expect(store.commit(set('a'))).rejects.toBe(error);
    expect(await store.get(bytes('a'))).toBeDefined();
  });

  it('can count the calls of some methods only', async () => {
    const store = faultyStore(memoryStore(), { call: 1, error, methods: ['range'] });
    await store.commit(set('a'));
    await store.getMany([bytes('a')]);
    await expect(store.range({ gte: bytes('a'), lt: bytes('b'), limit: 1 })).rejects.toBe(error);
    await store.close();
  });
});

describe('faultyBlobs', () => {
  it('fails the call of that number', async () => {
    const blobs = faultyBlobs(memoryBlobs(), { call: 2, error, methods: ['write'] });
    await blobs.write(blobId(1), sourceOf(pattern(5)));
    await expect(blobs.write(blobId(2), sourceOf(pattern(5)))).rejects.toBe(error);
    await (await blobs.read(blobId(1)))?.close();
    await blobs.delete(blobId(1));
    expect(await listed(blobs)).toEqual([]);
    await blobs.close();
  });
});

describe('meters', () => {
  it('count calls and bytes of an ordered store', async () => {
    const { store, meter } = meteredStore(memoryStore());
    await store.commit({ ...set('a'), deletes: [bytes('b')] });
    await store.get(bytes('a'));
    await store.getMany([bytes('a'), bytes('nobody')]);
    await store.range({ gte: bytes('a'), lt: bytes('b'), limit: 1 });
    expect(meter).toEqual({ calls: { commit: 1, get: 1, getMany: 1, range: 1 }, rowsRead: 3, bytesWritten: 6, bytesRead: 18 });
  });

  it('count calls and bytes of a blob store', async () => {
    const { blobs, meter } = meteredBlobs(memoryBlobs());
    await blobs.write(blobId(1), sourceOf(pattern(1000)));
    await readAll(await blobs.read(blobId(1), { start: 100, end: 400 }));
    await blobs.read(blobId(2));
    await listed(blobs);
    await blobs.delete(blobId(1));
    expect(meter).toEqual({ calls: { write: 1, read: 2, list: 1, delete: 1 }, rowsRead: 0, bytesWritten: 1000, bytesRead: 300 });
  });
});

describe('prefixedStore', () => {
  it('keeps stores with other prefixes apart, also when one is closed', async () => {
    const store = memoryStore();
    const left = prefixedStore(store, bytes('left/'));
    const right = prefixedStore(store, bytes('right/'));
    await left.commit(set('a'));
    await right.commit(set('b'));
    expect((await left.range({ gte: bytes(''), lt: bytes('\xff'), limit: 10 })).map(({ key }) => key)).toEqual([bytes('a')]);
    await left.close();
    expect(await right.get(bytes('b'))).toBeDefined();
    expect(await store.get(bytes('left/a'))).toBeDefined();
  });
});
