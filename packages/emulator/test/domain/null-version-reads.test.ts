import type { BucketName, ObjectKey } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { createBucket, openDomainProcess, putObject, type DomainProcess } from '../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';

const bucket = 'nulls' as BucketName;
const key = 'a' as ObjectKey;
type Act = (process: DomainProcess) => Promise<unknown>;

const put =
  (size: number): Act =>
  ({ services }) =>
    putObject(services, { bucket, key, body: Buffer.alloc(size), headers: {} });
const setVersioning =
  (status: 'Enabled' | 'Suspended'): Act =>
  ({ services }) =>
    services.buckets.setVersioning(openSession(), bucket, status);
const remove: Act = async ({ services }) => {
  const session = openSession();
  await services.objects.remove(session, await services.buckets.require(session, bucket), key);
};

/** What a read of the version `null` finds: the size of the object, or what else. */
async function readNull({ services }: DomainProcess): Promise<number | 'marker' | 'nothing'> {
  const session = openSession();
  const found = await services.objects.find(session, await services.buckets.require(session, bucket), key, 'null');
  if (found === undefined) return 'nothing';
  return 'head' in found ? found.head.value.size : 'marker';
}

/** What a reader sees when `theirs` happens at any one of its steps, or at `times` steps from there on. */
async function seen(start: readonly Act[], theirs: Act, times = 1): Promise<string> {
  const outcomes = new Set<string>();
  await atEveryStep(async (step) => {
    const [store, blobs] = [memoryStore(), memoryBlobs()];
    const other = await openDomainProcess(store, { blobs });
    await createBucket(other.services, bucket);
    for (const act of start) await act(other);
    let calls = -Infinity;
    let happened = 0;
    const stepped: OrderedStore = steppedStore(store, async () => {
      calls += 1;
      if (calls < step || happened === times) return;
      happened += 1;
      await theirs(other);
    });
    const process = await openDomainProcess(stepped, { blobs });
    calls = 0;
    const outcome = await readNull(process);
    if (happened === 0) return 'no such step';
    outcomes.add(String(outcome));
    return 'done';
  });
  return [...outcomes].toSorted((left, right) => left.localeCompare(right)).join(' or ');
}

describe('a read of the version null while another process', () => {
  it('puts another version on top of an object from before versioning: it is always there', async () => {
    expect(await seen([put(1), setVersioning('Enabled')], put(2))).toBe('1');
  });

  it('replaces it: it is the former one or the new one, never none', async () => {
    const suspended = [put(1), setVersioning('Enabled'), put(2), setVersioning('Suspended')];
    expect(await seen(suspended, put(3))).toBe('1 or 3');
    expect(await seen([...suspended, put(4)], put(3))).toBe('3 or 4');
    expect(await seen([put(1), setVersioning('Suspended')], put(3))).toBe('1 or 3');
  });

  it('replaces it again and again', async () => {
    expect(await seen([put(1), setVersioning('Suspended'), put(1)], put(3), 12)).toBe('1 or 3');
  });

  it('replaces it with a delete marker', async () => {
    expect(await seen([put(1), setVersioning('Suspended')], remove)).toBe('1 or marker');
    expect(await seen([put(1), setVersioning('Suspended'), put(2)], remove)).toBe('2 or marker');
  });
});
