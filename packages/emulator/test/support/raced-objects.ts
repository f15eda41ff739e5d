import { OssError, type BucketName, type ObjectKey } from '@sse/core';
import { expect } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { sweep } from '../../src/domain/sweeper.ts';
import { appendObject } from '../../src/operations/append-object.ts';
import { putObject } from '../../src/operations/put-object.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { auditVersions, readVersion, tellVersions } from './audit-versions.ts';
import { allRows, blobIds, takeCensus } from './blob-census.ts';
import { objectCall } from './domain-calls.ts';
import { createBucket, openDomainProcess, type DomainProcess } from './domain-process.ts';
import { beginUpload, completeNamed, storePart, type NamedUpload } from './domain-uploads.ts';
import { atEveryStep, mortalStore, steppedBlobs, steppedStore } from './stepped-store.ts';

export const bucket = 'raced' as BucketName;
export const key = 'k' as ObjectKey;
const headers = { 'x-oss-server-side-encryption': 'AES256' };
const minutes = 60_000;

/** What a process does in a world; what it gives is how it ended. */
export type Act = (process: DomainProcess, world: World) => Promise<unknown>;

/** A store, blobs and clock that processes share. */
export interface World {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  readonly upload: NamedUpload | undefined;
  clock: number;
}

export const append =
  (text: string, position: number): Act =>
  async ({ services }) => {
    const query = [
      ['append', ''],
      ['position', String(position)],
    ] as const;
    await appendObject(objectCall('AppendObject', { bucket, key, headers, query, body: Buffer.from(text) }), services);
  };
export const put =
  (text: string): Act =>
  async ({ services }) =>
    void (await putObject(objectCall('PutObject', { bucket, key, headers, body: Buffer.from(text) }), services));
export const remove: Act = async ({ services }) => {
  const session = openSession();
  await services.objects.remove(session, await services.buckets.require(session, bucket), key);
};
/** Removes the version that clients know as `null` for good. */
export const removeNullVersion: Act = async ({ services }) => {
  const session = openSession();
  await services.objects.removeVersion(session, await services.buckets.require(session, bucket), key, 'null');
};
export const removeBucket: Act = ({ services }) => services.buckets.remove(openSession(), bucket);
export const setVersioning =
  (status: 'Enabled' | 'Suspended'): Act =>
  ({ services }) =>
    services.buckets.setVersioning(openSession(), bucket, status);
/** Completes the upload of one part that says `parts`. */
export const complete: Act = ({ services }, { upload = expect.fail('no upload') }) => completeNamed(services, upload);
/** Leases run out, the grace of trash ends, and both are swept. */
export const sweepAll: Act = async ({ keys, services: { runPartsJob } }, world) => {
  for (let round = 0; round < 3; round += 1) {
    world.clock += 2 * minutes;
    const { store, blobs } = world;
    const { failures } = await sweep({ store, rows: keys.rows, blobs, runPartsJob, now: () => world.clock, trashGraceMs: minutes });
    expect(failures).toEqual([]);
  }
};
export const inOrder =
  (...acts: readonly Act[]): Act =>
  async (process, world) => {
    for (const act of acts) await act(process, world);
  };

/** Another process of a world, over its store or over what is in front of that. */
export function openProcess(world: World, over: Partial<Pick<World, 'store' | 'blobs'>> = {}): Promise<DomainProcess> {
  const { store, blobs } = { ...world, ...over };
  return openDomainProcess(store, { blobs, inlineLimit: 0, now: () => world.clock });
}

/** A world with the bucket, in which all this was done; with an upload that is not completed where `withUpload`. */
export async function begin(acts: readonly Act[], withUpload = false): Promise<World> {
  const shared = { store: memoryStore(), blobs: memoryBlobs(), upload: undefined, clock: Date.now() };
  const process = await openProcess(shared);
  await createBucket(process.services, bucket);
  for (const act of acts) await act(process, shared);
  if (!withUpload) return shared;
  const upload = await beginUpload(process.services, { bucket, key, headers });
  await storePart(process.services, upload, 1, Buffer.from('parts'));
  return { ...shared, upload };
}

/** The same rows and blobs once more. */
async function copyOf({ store, blobs, upload, clock }: World): Promise<World> {
  const copy = memoryStore();
  await copy.commit({ sets: await allRows(store) });
  return { store: copy, blobs: blobsOver(blobs), upload, clock };
}

/** What `below` has, which stays as it is, and what is written here. */
function blobsOver(below: BlobStore): BlobStore {
  const own = memoryBlobs();
  const gone = new Set<string>();
  return {
    ...own,
    read: async (id, range) => (await own.read(id, range)) ?? (gone.has(id) ? undefined : below.read(id, range)),
    async delete(id) {
      gone.add(id);
      await own.delete(id);
    },
    async *list() {
      yield* own.list();
      for await (const id of below.list()) if (!gone.has(id)) yield id;
    },
  };
}

/** `done` or what the act gave; the code of a refusal, with the position that an append was told; `broken` for any other error. */
export async function endOf(act: Act, process: DomainProcess, world: World): Promise<string> {
  try {
    const given = await act(process, world);
    return typeof given === 'string' ? given : 'done';
  } catch (error) {
    if (!(error instanceof OssError)) return (await hasGone(process)) ? 'NoSuchBucket' : 'broken';
    const position = error.headers['x-oss-next-append-position'];
    return position === undefined ? error.code : `${error.code} ${position}`;
  }
}

/** Whether the bucket has gone: the pipeline answers so then, whatever failed. */
async function hasGone({ services }: DomainProcess): Promise<boolean> {
  const found = await services.buckets.find(openSession(), bucket).catch(() => 'no answer');
  return found === undefined;
}

/** All versions, newest first, as a process finds them; rows and blobs must agree, now and after a sweep, and no blob be left over. */
async function whatIsThere(world: World, process: DomainProcess): Promise<string> {
  const before = await told(world, process);
  await sweepAll(process, world);
  expect(await told(world, process)).toBe(before);
  const { kept } = await takeCensus({ ...world, process, bucket });
  expect(await blobIds(world.blobs)).toEqual(kept);
  return before;
}

async function told(world: World, process: DomainProcess): Promise<string> {
  const options = { ...world, process, bucket };
  await takeCensus(options);
  if ((await options.process.services.buckets.find(openSession(), bucket)) === undefined) return 'no bucket';
  await auditVersions(options);
  const texts = await tellVersions(options, key, async (id) => (await readVersion(options, key, id)).replace(/\.{9,}/, '~'));
  return texts.join(' ') || 'nothing';
}

export interface Race {
  readonly begin: () => Promise<World>;
  readonly ours: Act;
  /** Of another process, or `dies`: ours gets no more answers from the store. */
  readonly theirs: Act | 'dies';
  /** Tells what came of it, by default what is there. */
  readonly look?: (world: World, process: DomainProcess) => Promise<string>;
}

/** How both ended one after the other, and what is there then. */
export async function inTurn(
  { begin: beginAnew, ours, theirs }: Race & { readonly theirs: Act },
  first: 'ours' | 'theirs',
): Promise<string> {
  const world = await beginAnew();
  const [one, other] = [await openProcess(world), await openProcess(world)];
  const before = first === 'theirs' ? await endOf(theirs, other, world) : undefined;
  const ourEnd = await endOf(ours, one, world);
  return `${ourEnd}, ${before ?? (await endOf(theirs, other, world))}: ${await whatIsThere(world, other)}`;
}

/** Every outcome of `ours` with `theirs`, of another process, at each of its calls to the store and to blobs. */
export async function raced({ begin: beginAnew, ours, theirs, look = whatIsThere }: Race): Promise<string[]> {
  const seen = new Set<string>();
  const beginning = await beginAnew();
  await atEveryStep(async (step) => {
    const world = await copyOf(beginning);
    const other = await openProcess(world);
    let calls = -Infinity;
    let theirEnd: string | undefined;
    const at = async (): Promise<void> => {
      calls += 1;
      if (calls !== step) return;
      theirEnd = theirs === 'dies' ? 'dead' : await endOf(theirs, other, world);
      if (theirs === 'dies') throw new Error('the process died');
    };
    const mortal = mortalStore(world.store, () => theirEnd === 'dead');
    const process = await openProcess(world, { store: steppedStore(mortal, at), blobs: steppedBlobs(world.blobs, at) });
    calls = 0;
    const ourEnd = await endOf(ours, process, world);
    if (theirEnd === undefined) return 'no such step';
    seen.add(`${ourEnd}, ${theirEnd}: ${await look(world, other)}`);
    return 'done';
  });
  return [...seen].toSorted();
}
