import { OssError, type BucketName, type ObjectKey } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { sourceOf } from '../../src/conformance/blob-store/subject.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { formatVersionId, parseVersionId, type VersionRef } from '../../src/domain/version-id.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { auditVersions, readVersion, tellVersions } from '../support/audit-versions.ts';
import { allRows, blobIds, takeCensus } from '../support/blob-census.ts';
import { appendToEnd } from '../support/domain-appends.ts';
import { createBucket, openDomainProcess, putObject, rootKey, type DomainProcess } from '../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';

const bucket = 'versions';
const key = 'a';
const encrypted = { 'x-oss-server-side-encryption': 'AES256' };

/** What one process does. `ids` are the version ids that were there at the start, newest first. */
type Act = (process: DomainProcess, ids: readonly string[]) => Promise<unknown>;

const put =
  (text: string): Act =>
  ({ services }) =>
    putObject(services, { bucket, key, body: Buffer.from(text), headers: encrypted });
const setVersioning =
  (status: 'Enabled' | 'Suspended'): Act =>
  ({ services }) =>
    services.buckets.setVersioning(openSession(), bucket as BucketName, status);
const remove: Act = async ({ services }) => {
  const session = openSession();
  await services.objects.remove(session, await services.buckets.require(session, bucket as BucketName), key as ObjectKey);
};
const removeVersion =
  (index: number): Act =>
  async ({ services }, ids) => {
    const session = openSession();
    const ref = parseVersionId(ids.at(index) ?? expect.fail('no such version')) as VersionRef;
    await services.objects.removeVersion(session, await services.buckets.require(session, bucket as BucketName), key as ObjectKey, ref);
  };

/** An append that loses is refused: then it is as if it was not there. */
const append: Act = ({ services }) =>
  appendToEnd(services, { bucket, key, headers: encrypted }, Buffer.from('more')).catch((error: unknown) => {
    if (!(error instanceof OssError)) throw error;
  });

const ACTS = {
  put: put('put'),
  other: put('other'),
  remove,
  'remove newest': removeVersion(0),
  'remove second': removeVersion(1),
  'remove oldest': removeVersion(-1),
  enable: setVersioning('Enabled'),
  suspend: setVersioning('Suspended'),
  append,
} as const satisfies Record<string, Act>;
type Name = keyof typeof ACTS;

const STARTS = {
  'never versioned': [put('first')],
  'just enabled': [put('first'), setVersioning('Enabled')],
  'just suspended': [put('first'), setVersioning('Enabled'), setVersioning('Suspended')],
  enabled: [put('first'), setVersioning('Enabled'), put('second'), put('third')],
  deleted: [put('first'), setVersioning('Enabled'), put('second'), remove, remove],
  suspended: [setVersioning('Enabled'), put('first'), setVersioning('Suspended'), put('second')],
  'appended before': [append, setVersioning('Enabled')],
  appended: [setVersioning('Enabled'), put('first'), remove, append],
  'suspended, deleted': [setVersioning('Enabled'), put('first'), put('second'), setVersioning('Suspended'), remove],
} as const satisfies Record<string, readonly Act[]>;
type Start = keyof typeof STARTS;

interface World {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  readonly ids: readonly string[];
}

async function open(store: OrderedStore, blobs: BlobStore): Promise<DomainProcess> {
  return openDomainProcess(store, { blobs, inlineLimit: 0, root: rootKey });
}

const beginnings = new Map<Start, Promise<() => Promise<World>>>();

/** A world of its own, as `start` says; each is made once and then copied. */
async function begin(start: Start): Promise<World> {
  const beginning = beginnings.get(start) ?? make(start);
  beginnings.set(start, beginning);
  return (await beginning)();
}

async function make(start: Start): Promise<() => Promise<World>> {
  const [store, blobs] = [memoryStore(), memoryBlobs()];
  const process = await open(store, blobs);
  await createBucket(process.services, bucket);
  for (const act of STARTS[start]) await act(process, []);
  const session = openSession();
  const found = await process.services.buckets.require(session, bucket as BucketName);
  const query = { prefix: '', delimiter: '', keyMarker: '', idMarker: '', limit: 100 };
  const { versions } = await process.services.listVersions(session, found, query);
  const ids = versions.map(({ version }) => formatVersionId(version));
  const [rows, bytes] = [await allRows(store), new Map<string, Uint8Array>()];
  for (const id of await blobIds(blobs)) {
    const into = new Uint8Array(4096);
    const reader = (await blobs.read(id)) ?? expect.fail('no such blob');
    bytes.set(id, into.subarray(0, await reader.read(into)));
  }
  return async () => {
    const world: World = { store: memoryStore(), blobs: memoryBlobs(), ids };
    await world.store.commit({ sets: rows.map(({ key: rowKey, value }) => ({ key: rowKey, value })) });
    for (const [id, content] of bytes) await world.blobs.write(id, sourceOf(content));
    return world;
  };
}

/** What a fresh process finds: that the rows and blobs agree, and which versions there are. */
async function outcome({ store, blobs }: World): Promise<string> {
  const process = await open(store, blobs);
  const options = { store, blobs, process, bucket };
  await auditVersions(options);
  await takeCensus(options);
  const told = await tellVersions(options, key, (id) => readVersion(options, key, id));
  return told.join(' ') || 'nothing';
}

async function inOrder(start: Start, names: readonly Name[]): Promise<string> {
  const world = await begin(start);
  for (const name of names) await ACTS[name](await open(world.store, world.blobs), world.ids);
  return outcome(world);
}

/** Every outcome of `ours` with `theirs` at each of its steps. */
async function raced(start: Start, ours: Name, theirs: Name): Promise<Set<string>> {
  const seen = new Set<string>();
  await atEveryStep(async (step) => {
    const world = await begin(start);
    let happened = false;
    const stepped = steppedStore(world.store, async (call) => {
      if (call !== offset + step || happened) return;
      happened = true;
      await ACTS[theirs](await open(world.store, world.blobs), world.ids);
    });
    let offset = Number.MAX_SAFE_INTEGER;
    let opening = 0;
    const counted = steppedStore(stepped, () => void (opening += 1));
    const process = await open(counted, world.blobs);
    offset = opening;
    await ACTS[ours](process, world.ids);
    if (!happened) return 'no such step';
    seen.add(await outcome(world));
    return 'done';
  });
  return seen;
}

const pairs = (start: Start, names: readonly Name[]): (readonly [Start, Name, Name])[] =>
  names.flatMap((ours) => names.map((theirs) => [start, ours, theirs === 'put' && ours === 'put' ? 'other' : theirs] as const));

const others = ['put', 'remove', 'remove newest', 'suspend'] as const;

describe('two writers of the versions of one object, at whatever step', () => {
  it.each([
    ...pairs('never versioned', ['put', 'remove', 'enable']),
    ...pairs('just enabled', ['put', 'remove', 'remove oldest', 'suspend']),
    ...pairs('just suspended', ['put', 'remove', 'remove oldest', 'enable']),
    ...pairs('enabled', ['put', 'remove', 'remove newest', 'remove second', 'remove oldest', 'suspend']),
    ...pairs('deleted', ['put', 'remove newest', 'remove second', 'remove oldest']),
    ...pairs('suspended', ['put', 'remove', 'remove newest', 'remove oldest', 'enable']),
    ...pairs('suspended, deleted', ['put', 'remove newest', 'remove second', 'remove oldest']),
    ...(['appended before', 'appended'] as const).flatMap((start) => [
      ...others.map((theirs) => [start, 'append', theirs] as const),
      ...others.map((ours) => [start, ours, 'append'] as const),
    ]),
  ])('%s: %s against %s is as one after the other', async (start, ours, theirs) => {
    const refused = [ours, theirs].includes('append') ? [await inOrder(start, [ours === 'append' ? theirs : ours])] : [];
    const allowed = [...refused, await inOrder(start, [ours, theirs]), await inOrder(start, [theirs, ours])];
    for (const seen of await raced(start, ours, theirs)) expect(allowed).toContain(seen);
  });
});
