import type { BucketName, ObjectKey } from '@sse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { auditVersions, readVersion, tellVersions } from '../support/audit-versions.ts';
import { createBucket, openDomainProcess, putObject, type DomainProcess } from '../support/domain-process.ts';

const bucket = 'ordered';
const key = 'a';

let store: OrderedStore;
let process: DomainProcess;
let clock: number;

beforeEach(async () => {
  store = memoryStore();
  clock = 1_000_000;
  process = await openDomainProcess(store, { blobs: memoryBlobs(), now: () => clock });
  await createBucket(process.services, bucket);
});

/** Stores a version at `clock` as another process's clock shows it. */
async function put(text: string, at: number): Promise<void> {
  clock = at;
  await putObject(process.services, { bucket, key, body: Buffer.from(text), headers: {} });
}

async function remove(at: number): Promise<void> {
  clock = at;
  const session = openSession();
  await process.services.objects.remove(session, await process.services.buckets.require(session, bucket as BucketName), key as ObjectKey);
}

const setVersioning = (status: 'Enabled' | 'Suspended'): Promise<void> =>
  process.services.buckets.setVersioning(openSession(), bucket as BucketName, status);

async function told(): Promise<string[]> {
  const options = { store, process, bucket };
  await auditVersions(options);
  return tellVersions(options, key, (id) => readVersion(options, key, id));
}

describe('versions are in the order in which they were acknowledged', () => {
  it('when a clock is slow, stands still, or goes ahead', async () => {
    await setVersioning('Enabled');
    await put('one', 1_000_000);
    await put('two', 500);
    await put('three', 500);
    await remove(400);
    await put('four', 2_000_000);
    await put('five', 2_000_000);
    expect(await told()).toEqual(['five', 'four', 'marker', 'three', 'two', 'one']);
    expect(await readVersion({ store, process, bucket }, key)).toBe('five');
  });

  it('also on top of an object from before versioning', async () => {
    await put('before', 1_000_000);
    await setVersioning('Enabled');
    await put('after', 500);
    expect(await told()).toEqual(['after', 'null:before']);
    await setVersioning('Suspended');
    await put('last', 400);
    expect(await told()).toEqual(['null:last', 'after']);
  });

  it('in a bucket that is suspended before it was ever enabled', async () => {
    await put('before', 1_000_000);
    await setVersioning('Suspended');
    await remove(500);
    expect(await told()).toEqual(['null:marker']);
    await put('again', 400);
    expect(await told()).toEqual(['null:again']);
  });
});
