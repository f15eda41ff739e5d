import type { BucketName, ObjectKey } from '@sse/core';
import { expect } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { keyspace, type BucketId } from '../../src/domain/keyspace.ts';
import { formatVersionId } from '../../src/domain/version-id.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { rowsOf } from './blob-census.ts';
import { createBucket, openDomainProcess, putObject, type DomainProcess } from './domain-process.ts';
import { tampering, type Tampering } from './tampering.ts';
import { tellListing, tellVersion, type NamedVersion } from './told-versions.ts';

/** The tables that hold versions. */
export const versionTables = ['object', 'version', 'null-version', 'body'] as const;
export type VersionTable = (typeof versionTables)[number];

const buckets = ['first', 'second'] as const;
const keys = ['a', 'b'] as const;

/** Two buckets with two names each, whose versions a test tampers with; those of `a` in the first bucket are its own. */
export interface TamperedWorld {
  readonly store: OrderedStore;
  readonly storage: Tampering;
  readonly process: DomainProcess;
  readonly bucketId: BucketId;
  /** Blobs of which reads get the bytes of another one. */
  readonly swapped: Map<string, string>;
  /** All rows of a table, and those of its own. */
  readonly rows: Readonly<Record<VersionTable, { readonly all: readonly Row[]; readonly own: readonly Row[] }>>;
  /** The head row of its own as it was after each put, oldest first. */
  readonly heads: readonly Row[];
  /** What its own versions tell when nothing was touched: the current one, and all, newest first. */
  readonly truth: readonly (readonly [NamedVersion, string])[];
  readonly listing: string;
  /** What its own versions tell now, in the order of `truth`. */
  tell(): Promise<string[]>;
  /** Runs `check` while a row has another value, or none. */
  during(row: Row, value: Uint8Array | undefined, check: () => Promise<void>): Promise<void>;
}

/** Each name has the version `null` from before versioning, a version, a delete marker and two versions more, with bodies of one length. */
export async function tamperedWorld(headers: Readonly<Record<string, string>>, inlineLimit: number): Promise<TamperedWorld> {
  const [store, blobs, swapped] = [memoryStore(), memoryBlobs(), new Map<string, string>()];
  const storage = tampering(store, { ...blobs, read: (id, range) => blobs.read(swapped.get(id) ?? id, range) });
  const process = await openDomainProcess(storage.store, { blobs: storage.blobs, inlineLimit });
  const { services } = process;
  const heads: Row[] = [];

  async function put(bucket: string, key: string, number: number): Promise<void> {
    await putObject(services, { bucket, key, headers, body: Buffer.from(`${bucket.padEnd(6)} ${key} version ${number}`) });
    const { id } = await services.buckets.require(openSession(), bucket as BucketName);
    const head = await store.get(keyspace.object(id, key));
    if (bucket === 'first' && key === 'a' && head !== undefined) heads.push(head);
  }

  for (const bucket of buckets) {
    await createBucket(services, bucket);
    for (const key of keys) await put(bucket, key, 0);
    await services.buckets.setVersioning(openSession(), bucket as BucketName, 'Enabled');
    for (const key of keys) {
      await put(bucket, key, 1);
      const session = openSession();
      await services.objects.remove(session, await services.buckets.require(session, bucket as BucketName), key as ObjectKey);
      await put(bucket, key, 3);
      await put(bucket, key, 4);
    }
  }
  const { id: bucketId } = await services.buckets.require(openSession(), 'first' as BucketName);
  const listing = await tellListing(services, 'first');
  const ids = await idsOf(process);
  const named = [undefined, ...ids].map((id): NamedVersion => ({ bucket: 'first', key: 'a', ...(id === undefined ? {} : { id }) }));
  const tell = (): Promise<string[]> => Promise.all(named.map((each) => tellVersion(services, each)));
  const told = await tell();
  return {
    store,
    storage,
    process,
    bucketId,
    swapped,
    rows: {
      object: await inTable(store, 'object', keyspace.object(bucketId, 'a')),
      version: await inTable(store, 'version', keyspace.versionsOf(bucketId, 'a').gte),
      'null-version': await inTable(store, 'null-version', keyspace.nullVersion(bucketId, 'a')),
      body: await inTable(store, 'body', keyspace.body(bucketId, 'a', new Uint8Array(0))),
    },
    heads,
    truth: named.map((each, index) => [each, told[index] ?? ''] as const),
    listing,
    tell,
    async during({ key, value }, other, check) {
      await store.commit(other === undefined ? { deletes: [key] } : { sets: [{ key, value: other }] });
      try {
        await check();
      } finally {
        await store.commit({ sets: [{ key, value }] });
      }
    },
  };
}

async function idsOf({ services }: DomainProcess): Promise<string[]> {
  const session = openSession();
  const found = await services.buckets.require(session, 'first' as BucketName);
  const query = { prefix: 'a', delimiter: '', keyMarker: '', idMarker: '', limit: 100 };
  return (await services.listVersions(session, found, query)).versions.map(({ version }) => formatVersionId(version));
}

async function inTable(store: OrderedStore, table: VersionTable, start: Uint8Array): Promise<TamperedWorld['rows'][VersionTable]> {
  const all = await rowsOf(store, table);
  const own = all.filter(({ key }) => Buffer.compare(key.subarray(0, start.length), start) === 0);
  expect(own.length).toBeGreaterThan(0);
  return { all, own };
}
