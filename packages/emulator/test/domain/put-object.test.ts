import type { BucketName, ObjectKey } from '@sse/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { sourceOf } from '../../src/conformance/blob-store/subject.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { extentsOf } from '../../src/domain/extent-list.ts';
import { keyspace, nameOf, trashOf } from '../../src/domain/keyspace.ts';
import { sweep } from '../../src/domain/sweeper.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { createBucket, openDomainProcess, putObject, readObject, readRows, type DomainProcess } from '../support/domain-process.ts';
import { atEveryStep, steppedStore, type Step } from '../support/stepped-store.ts';

const bodies = { former: Buffer.alloc(300, 'former'), ours: Buffer.alloc(500, 'ours'), theirs: Buffer.alloc(400, 'theirs') };
type Whose = keyof typeof bodies;
const bucket = 'raced' as BucketName;
const key = 'k' as ObjectKey;
const death = new Error('the process died');
const minutes = 60_000;

describe.each([
  ['in a row', 32 * 1024],
  ['in a blob', 0],
])('a put of an object %s', (_, inlineLimit) => {
  let rows: Row[];
  let formerBlobs: readonly string[];
  const beginning = memoryBlobs();
  let store: OrderedStore;
  let blobs: BlobStore;
  let clock: number;
  /** Another process than the one that puts. */
  let other: DomainProcess;

  const openProcess = (over: OrderedStore): Promise<DomainProcess> => openDomainProcess(over, { blobs, inlineLimit, now: () => clock });
  const put = ({ services }: DomainProcess, whose: Whose): Promise<void> =>
    putObject(services, { bucket, key, body: bodies[whose], headers: { 'x-oss-server-side-encryption': 'AES256' } });

  beforeAll(async () => {
    clock = Date.now();
    [store, blobs] = [memoryStore(), beginning];
    const process = await openProcess(store);
    await createBucket(process.services, bucket);
    await put(process, 'former');
    rows = await all(store);
    formerBlobs = await blobIds();
  });

  async function beginAnew(): Promise<void> {
    clock = Date.now();
    [store, blobs] = [memoryStore(), memoryBlobs()];
    await store.commit({ sets: rows });
    for (const id of formerBlobs) await blobs.write(id, sourceOf(await bytesOf(id)));
    other = await openProcess(store);
    await readObject(other.services, bucket, key);
  }

  async function bytesOf(id: string): Promise<Uint8Array> {
    const into = new Uint8Array(4096);
    const reader = (await beginning.read(id)) ?? expect.fail('no such blob');
    return into.subarray(0, await reader.read(into));
  }

  async function blobIds(): Promise<string[]> {
    const found: string[] = [];
    for await (const id of blobs.list()) found.push(id);
    return found.toSorted();
  }

  const all = (from: OrderedStore): Promise<Row[]> => from.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
  const countOf = async (table: string): Promise<number> =>
    (await all(store)).filter((row) => Buffer.from(row.key).toString('latin1').startsWith(`${table}\0`)).length;

  /** Whose body is visible, whole; every body row has its head, and every blob is named once. */
  async function visible(): Promise<Whose | 'none'> {
    const { services } = await openProcess(store);
    const count = await countOf('object');
    expect(await countOf('body')).toBe(count);
    const named = count === 0 ? [] : extentsOf((await readRows(services, bucket, key)).body).flatMap(({ blobId }) => blobId ?? []);
    const intents = await store.range({ ...keyspace.intents(), limit: 100 });
    const trash = await store.range({ ...keyspace.trashed(), limit: 100 });
    const kept = [...intents.map((row) => nameOf(row.key, keyspace.intents())), ...trash.map((row) => trashOf(row.key).blobId)];
    const present = await blobIds();
    expect([...named, ...kept].filter((id) => present.includes(id)).toSorted()).toEqual(present);
    if (count === 0) return 'none';
    const body = await readObject(services, bucket, key);
    return (Object.keys(bodies) as Whose[]).find((whose) => bodies[whose].equals(body)) ?? expect.fail('a body that nobody wrote');
  }

  /** Claims that are not renewed run out, and the grace of trash ends. */
  async function sweepAll(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      clock += 2 * minutes;
      const swept = await sweep({
        store,
        rows: other.keys.rows,
        blobs,
        runPartsJob: other.services.runPartsJob,
        now: () => clock,
        trashGraceMs: minutes,
      });
      expect(swept.failures).toEqual([]);
    }
  }

  interface Race {
    readonly ours: (process: DomainProcess) => Promise<void>;
    /** What happens at the step. */
    readonly event: () => Promise<void>;
  }

  /** Whether `ours` had that step and said that it went through, and what is visible then, first and after sweeping. */
  async function race(step: number, { ours, event }: Race): Promise<{ happened: boolean; ok: boolean; seen: Whose | 'none' }> {
    await beginAnew();
    let calls = -Infinity;
    const at: Step = async () => {
      calls += 1;
      if (calls === step) await event();
    };
    const process = await openProcess(steppedStore(store, at));
    calls = 0;
    const ok = await ours(process).then(
      () => true,
      () => false,
    );
    const happened = calls >= step;
    const seen = await visible();
    await sweepAll();
    expect(await visible()).toBe(seen);
    const named =
      seen === 'none' ? [] : extentsOf((await readRows(other.services, bucket, key)).body).flatMap(({ blobId }) => blobId ?? []);
    expect(await blobIds()).toEqual(named);
    return { happened, ok, seen };
  }

  const EVENTS: readonly [event: string, act: () => Promise<void>, outcomes: readonly string[]][] = [
    ['its process dies', () => Promise.reject(death), ['failed, then former', 'failed, then ours']],
    ['another process puts the same name', () => put(other, 'theirs'), ['done, then ours', 'done, then theirs']],
    ['another process deletes the object', () => remove(other), ['done, then none', 'done, then ours']],
    ['its claim runs out and the blob is swept', sweepAll, ['done, then ours', ...(inlineLimit === 0 ? ['failed, then former'] : [])]],
    ['its bucket is deleted and made anew', anew, ['done, then none', 'failed, then none']],
  ];

  async function remove({ services }: DomainProcess): Promise<void> {
    const session = openSession();
    await services.objects.remove(session, await services.buckets.require(session, bucket), key);
  }
  async function anew(): Promise<void> {
    await remove(other);
    await other.services.buckets.remove(openSession(), bucket);
    await createBucket(other.services, bucket);
  }

  async function outcomes(act: Race): Promise<string[]> {
    const found = new Set<string>();
    await atEveryStep(async (step) => {
      const { happened, ok, seen } = await race(step, act);
      if (happened) found.add(`${ok ? 'done' : 'failed'}, then ${seen}`);
      return happened ? 'done' : 'no such step';
    });
    return [...found].toSorted();
  }

  it.each(EVENTS)('is whole or not at all, at whatever step %s', async (_event, event, expected) => {
    expect(await outcomes({ ours: (process) => put(process, 'ours'), event })).toEqual(expected);
  });

  it('outlives a delete by another process, at whatever step of that it is put', async () => {
    expect(await outcomes({ ours: remove, event: () => put(other, 'theirs') })).toEqual(['done, then none', 'done, then theirs']);
  });
});
