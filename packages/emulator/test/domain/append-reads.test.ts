import type { BucketName } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { appendToEnd } from '../support/domain-appends.ts';
import { createBucket, openDomainProcess } from '../support/domain-process.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';
import { tellVersion } from '../support/told-versions.ts';

const bucket = 'appends' as BucketName;
const key = 'log';

/** What a read gives, without the id, when `appends` appends come at one step after the other, at whatever step the first one does. */
async function seen(headers: Readonly<Record<string, string>>, read: 'current' | 'by its id', appends: number): Promise<string[]> {
  const outcomes = new Set<string>();
  await atEveryStep(async (step) => {
    const [store, blobs] = [memoryStore(), memoryBlobs()];
    const other = await openDomainProcess(store, { blobs });
    await createBucket(other.services, bucket);
    await other.services.buckets.setVersioning(openSession(), bucket, 'Enabled');
    await appendToEnd(other.services, { bucket, key, headers }, Buffer.from('0'));
    const id = (await tellVersion(other.services, { bucket, key })).split(':')[0] ?? '';
    let calls = -Infinity;
    let appended = 0;
    const stepped = steppedStore(store, async () => {
      calls += 1;
      if (calls < step || appended === appends) return;
      appended += 1;
      await appendToEnd(other.services, { bucket, key, headers }, Buffer.from(String(appended)));
    });
    const { services } = await openDomainProcess(stepped, { blobs });
    calls = 0;
    const told = await tellVersion(services, { bucket, key, ...(read === 'current' ? {} : { id }) });
    if (appended === 0) return 'no such step';
    outcomes.add(told.replace(`${id}: `, ''));
    return 'done';
  });
  return [...outcomes].toSorted((left, right) => left.localeCompare(right));
}

describe.each(Object.entries(ENCRYPTIONS).slice(0, 2))('a read of an object under %s that is appended to meanwhile', (_, headers) => {
  it.each(['current', 'by its id'] as const)('%s: is of one moment', async (read) => {
    expect(await seen(headers, read, 1)).toEqual(['0', '01']);
    for (const told of await seen(headers, read, 4)) expect(told).toMatch(/^0(1(2(34?)?)?)?$/);
  });
});
