import type { BucketName } from '@sse/core';
import { meteredStore } from '../../src/conformance/decorators/metered.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { Bucket } from '../../src/domain/buckets.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import type { DeleteMarker, ObjectHead, UploadRow, VersionHead, VersionRow } from '../../src/domain/object-rows.ts';
import type { Services } from '../../src/operations/services.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { withComputedRows, storeRows, type RowTable } from './computed-rows.ts';
import { createBucket, openDomainProcess } from './domain-process.ts';

/** Names in UTF-8 order by their number. */
export interface Names {
  readonly count: number;
  readonly name: (index: number) => string;
}

/** A bucket that has a row for each name, and for each of some names one version only, a delete marker. */
export interface Filling {
  readonly objects?: Names;
  /** Names with a version row; `isMarker` tells those that have a delete marker. */
  readonly versions?: Names & { readonly isMarker: (index: number) => boolean };
  readonly uploads?: Names;
}

/** How the rows get into the store: by a commit each thousand, or as if they had been there. */
export type Placing = 'stored' | 'computed';

/** What a listing read. */
export interface Cost {
  readonly rows: number;
  readonly bytes: number;
}

export interface ManyNames {
  readonly services: Services;
  readonly bucket: Bucket;
  /** Runs a listing, the first time after another run: keys that are read once for a process do not count. */
  measure<T>(list: () => Promise<T>): Promise<{ readonly result: T; readonly cost: Cost }>;
}

const versionId = new Uint8Array(16).fill(7);
const modifiedAt = 1_700_000_000_000;
const version = { sequence: modifiedAt, isNull: false };
const marker: DeleteMarker = { version, versionId, modifiedAt };
const head: ObjectHead = {
  versionId,
  size: 1024,
  etag: 'D41D8CD98F00B204E9800998ECF8427E',
  crc64: 0x995d_c9bb_df19_39fan,
  type: 'Normal',
  contentType: 'text/plain',
  storageClass: 'Standard',
  modifiedAt,
  encryption: { method: 'SSE-OSS', dataAlgorithm: 'AES256' },
  blobs: 0,
};
const versionHead: VersionHead = { ...head, version };
const upload: UploadRow = {
  initiatedAt: modifiedAt,
  state: 'open',
  encryption: { method: 'none' },
  headers: {},
  contentType: 'text/plain',
  storageClass: 'Standard',
  sequential: false,
};

/** A bucket with sealed rows of all these names in `store`. */
export async function manyNames(store: OrderedStore, filling: Filling, placing: Placing): Promise<ManyNames> {
  const name = 'many-names' as BucketName;
  const filler = await openDomainProcess(store);
  await createBucket(filler.services, name);
  const session = openSession();
  const bucket = await filler.services.buckets.require(session, name);
  const local = await filler.keys.liveKeys.local(session, bucket.id);
  const tables = tablesOf(filling, bucket.id, (key, value) => filler.keys.rows.seal(local, key, value));
  if (placing === 'stored') await storeRows(store, tables);
  const { store: metered, meter } = meteredStore(placing === 'stored' ? store : withComputedRows(store, tables));
  const { services } = await openDomainProcess(metered);
  let warm = false;
  return {
    services,
    bucket,
    async measure(list) {
      if (!warm) await list();
      warm = true;
      const before = { ...meter };
      const result = await list();
      return { result, cost: { rows: meter.rowsRead - before.rowsRead, bytes: meter.bytesRead - before.bytesRead } };
    },
  };
}

type Seal = (key: Uint8Array, value: object) => Uint8Array;

function tablesOf({ objects, versions, uploads }: Filling, id: Uint8Array, seal: Seal): RowTable[] {
  const tables: RowTable[] = [];
  if (objects !== undefined) {
    const key = (index: number): Uint8Array => keyspace.object(id, objects.name(index));
    tables.push({
      range: keyspace.objects(id),
      count: objects.count,
      key,
      value: (at) => seal(at, versions === undefined ? head : versionHead),
    });
  }
  if (versions !== undefined) {
    const key = (index: number): Uint8Array => keyspace.version(id, versions.name(index), version.sequence);
    const rowOf = (index: number): VersionRow => (versions.isMarker(index) ? { marker } : { head: versionHead });
    tables.push({ range: keyspace.versions(id), count: versions.count, key, value: (at, index) => seal(at, rowOf(index)) });
  }
  if (uploads !== undefined) {
    const key = (index: number): Uint8Array => keyspace.upload(id, uploads.name(index), versionId);
    tables.push({ range: keyspace.uploads(id), count: uploads.count, key, value: (at) => seal(at, upload) });
  }
  return tables;
}
