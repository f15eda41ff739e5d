import type { BucketName } from '@sse/core';
import { fromHex, toHex } from '@sse/core/primitives';
import { expect } from 'vitest';
import type { TrashList } from '../../src/domain/blob-rows.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { extentsOf } from '../../src/domain/extent-list.ts';
import { afterKey, keyspace, nameOf, partNumberOf, partsJobOf, systemScope, trashOf, uploadOf } from '../../src/domain/keyspace.ts';
import type { ObjectBody, PartRow } from '../../src/domain/object-rows.ts';
import type { PartsJobRow } from '../../src/domain/parts-job.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import type { DomainProcess } from './domain-process.ts';

/** Who names which blobs, in a store with one bucket or none. */
export interface Census {
  /** Named by objects, and by parts of uploads that have not ended. */
  readonly kept: readonly string[];
  /** Named by intents, by trash, and by parts that a job is to remove. */
  readonly leaving: readonly string[];
}

export interface CensusOptions {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  readonly process: DomainProcess;
  readonly bucket: string;
}

/** Every row of the store, in key order. */
export async function allRows(store: OrderedStore): Promise<Row[]> {
  const rows: Row[] = [];
  for (let gte = new Uint8Array(0); ;) {
    const page = await store.range({ gte, lt: Uint8Array.of(0xff), limit: 1000 });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < 1000) return rows;
    gte = Uint8Array.from(afterKey(last.key));
  }
}

/** The rows of a table, in key order. */
export async function rowsOf(store: OrderedStore, table: string): Promise<Row[]> {
  return (await allRows(store)).filter(({ key }) => Buffer.from(key).toString('latin1').startsWith(`${table}\0`));
}

/** The ids of all blobs that are there, sorted. */
export async function blobIds(blobs: BlobStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of blobs.list()) ids.push(id);
  return ids.toSorted();
}

/** Reads who names which blobs, and requires that every blob is named once, and that what objects and parts name is there. */
export async function takeCensus(options: CensusOptions): Promise<Census> {
  const kept = [...(await namedByObjects(options)), ...(await namedByParts(options)).kept];
  const leaving = [...(await namedByParts(options)).leaving, ...(await claimedOrTrash(options))];
  const present = await blobIds(options.blobs);
  const named = [...kept, ...leaving];
  expect(named.length, 'a blob is named twice').toBe(new Set(named).size);
  expect(
    present.filter((id) => !named.includes(id)),
    'blobs that nothing names',
  ).toEqual([]);
  expect(
    kept.filter((id) => !present.includes(id)),
    'blobs that are named and not there',
  ).toEqual([]);
  return { kept: kept.toSorted(), leaving };
}

async function namedByObjects({ store, process: { keys, services }, bucket: name }: CensusOptions): Promise<string[]> {
  const bucket = await services.buckets.find(openSession(), name as BucketName);
  const bodies = await rowsOf(store, 'body');
  if ((await rowsOf(store, 'version')).length === 0)
    expect((await rowsOf(store, 'object')).length, 'each body has a head').toBe(bodies.length);
  if (bucket === undefined) expect(bodies, 'bodies without a bucket').toEqual([]);
  const opened = bodies.map(({ key, value }) =>
    keys.rows.open<ObjectBody>(openSession(), { scope: bucket?.id ?? systemScope, key }, value),
  );
  return (await Promise.all(opened)).flatMap((body) => extentsOf(body).flatMap(({ blobId }) => blobId ?? []));
}

async function namedByParts({ store, process: { keys, services }, bucket: name }: CensusOptions): Promise<Census> {
  const bucket = await services.buckets.find(openSession(), name as BucketName);
  const bucketId = bucket?.id ?? systemScope;
  const uploads = (await rowsOf(store, 'upload')).map(({ key }) => toHex(uploadOf(key, bucketId).uploadId));
  const jobs = new Map<string, PartsJobRow>();
  for (const { key, value } of await rowsOf(store, 'job'))
    jobs.set(toHex(partsJobOf(key).uploadId), await keys.rows.open<PartsJobRow>(openSession(), { scope: systemScope, key }, value));
  const [kept, leaving]: [string[], string[]] = [[], []];
  for (const { key, value } of await rowsOf(store, 'part')) {
    const uploadId = toHex(key.subarray(-24, -8));
    const number = partNumberOf(key);
    const { extent } = await keys.rows.open<PartRow>(openSession(), { scope: bucketId, key }, value);
    const job = jobs.get(uploadId);
    if (uploads.includes(uploadId)) kept.push(extent.blobId ?? expect.fail('a part without a blob'));
    else if (job === undefined) expect.fail('a part of no upload');
    else if (((job.used[number >> 3] ?? 0) & (1 << (number & 7))) === 0) leaving.push(extent.blobId ?? '');
  }
  return { kept, leaving };
}

async function claimedOrTrash({ store, process: { keys } }: CensusOptions): Promise<string[]> {
  const intents = await store.range({ ...keyspace.intents(), limit: 1000 });
  const named = intents.map(({ key }) => nameOf(key, keyspace.intents()));
  for (const { key, value } of await store.range({ ...keyspace.trashed(), limit: 1000 })) {
    if (value.length === 0) named.push(trashOf(key).blobId);
    else {
      const { blobIds: list } = await keys.rows.open<TrashList>(openSession(), { scope: systemScope, key }, value);
      for (let at = 0; at < list.length; at += 16) named.push(toHex(list.subarray(at, at + 16)));
    }
  }
  return named.map((id) => toHex(fromHex(id) ?? expect.fail('no blob id')));
}
