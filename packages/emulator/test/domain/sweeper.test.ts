import { randomBytes } from 'node:crypto';
import { secretKey } from '@sse/core/primitives';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { blobIntents, newTrash } from '../../src/domain/blob-rows.ts';
import { defaultKeyLimits } from '../../src/domain/bucket-key.ts';
import { openKeyHierarchy, type KeyHierarchy } from '../../src/domain/key-hierarchy.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import { partsJob } from '../../src/domain/parts-job.ts';
import { sweep, type Swept } from '../../src/domain/sweeper.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';

const GRACE = 60_000;
const LEASE = 30_000;
const ids = ['00', '11', '22'].map((pair) => pair.repeat(16));

let clock: number;
let store: OrderedStore;
let blobs: BlobStore;
let keys: KeyHierarchy;

beforeEach(async () => {
  clock = 1_000_000;
  store = memoryStore();
  blobs = memoryBlobs();
  const kms = (): never => expect.fail('no KMS here');
  const options = { store, kms, limits: defaultKeyLimits, now: () => clock, random: (length: number) => randomBytes(length) };
  keys = await openKeyHierarchy({ ...options, rootKey: secretKey(randomBytes(32)) });
  for (const id of ids) await blobs.write(id, { read: () => Promise.resolve(0) });
});

function round(over: Partial<Parameters<typeof sweep>[0]> = {}): Promise<Swept> {
  const runPartsJob = partsJob({ store, keys, now: () => clock });
  return sweep({ store, rows: keys.rows, blobs, runPartsJob, now: () => clock, trashGraceMs: GRACE, ...over });
}

async function blobIds(): Promise<string[]> {
  const found: string[] = [];
  for await (const id of blobs.list()) found.push(id);
  return found.toSorted((left, right) => (left < right ? -1 : 1));
}

describe('trash', () => {
  it('stays for the grace that readers have, and then goes with its row', async () => {
    await store.commit({ sets: [newTrash(clock, ids[0] ?? '')] });
    clock += GRACE - 1;
    expect((await round()).deletedBlobs).toBe(0);
    expect(await blobIds()).toEqual(ids);
    clock += 1;
    expect((await round()).deletedBlobs).toBe(1);
    expect(await blobIds()).toEqual(ids.slice(1));
    expect(await store.range({ ...keyspace.trashed(), limit: 10 })).toEqual([]);
  });

  it('that cannot be deleted keeps nothing else, and is tried again', async () => {
    await store.commit({ sets: ids.map((id) => newTrash(clock, id)) });
    clock += GRACE;
    const stuck = { ...blobs, delete: (id: string) => (id === ids[1] ? Promise.reject(new Error('stuck')) : blobs.delete(id)) };
    const swept = await round({ blobs: stuck });
    expect([swept.deletedBlobs, swept.failures.length]).toEqual([2, 1]);
    expect(await blobIds()).toEqual([ids[1]]);
    expect((await round()).deletedBlobs).toBe(1);
  });
});

describe('intents', () => {
  const claim = (id: string) => blobIntents({ store, blobs, keys, owner: 'test', now: () => clock, leaseMs: LEASE })(id);

  it('keep their blob while the lease holds, and make it trash afterwards', async () => {
    const intent = await claim(ids[0] ?? '');
    clock += LEASE - 1;
    expect((await round()).expiredIntents).toBe(0);
    clock += 1;
    expect((await round()).expiredIntents).toBe(1);
    const { checks } = await intent.release();
    expect(await store.commit({ checks })).toEqual({ ok: false, failed: 0 });
    clock += GRACE;
    await round();
    expect(await blobIds()).toEqual(ids.slice(1));
  });

  it('that were damaged keep neither other intents nor trash', async () => {
    await claim(ids[0] ?? '');
    await claim(ids[1] ?? '');
    await store.commit({ sets: [{ key: keyspace.intent(ids[0] ?? ''), value: randomBytes(80) }, newTrash(clock, ids[2] ?? '')] });
    clock += GRACE + LEASE;
    const swept = await round();
    expect([swept.expiredIntents, swept.deletedBlobs, swept.failures.length]).toEqual([1, 1, 1]);
  });

  it('given up have their blob deleted, and leave it as trash where the commit may have gone through, unless the claim is gone', async () => {
    const [certain, uncertain, plain] = await Promise.all(ids.map(claim));
    const trashed = async (): Promise<number> => (await store.range({ ...keyspace.trashed(), limit: 10 })).length;
    await plain?.abandon(false);
    expect(await trashed()).toBe(1);
    await store.commit({ deletes: ids.map(keyspace.intent) });
    await uncertain?.abandon(false);
    expect(await trashed()).toBe(1);
    expect(await blobIds()).toEqual(ids.toSorted());
    await certain?.abandon(true);
    expect([await trashed(), await blobIds()]).toEqual([1, ids.slice(1)]);
  });
});
