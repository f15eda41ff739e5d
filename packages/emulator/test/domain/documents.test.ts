import type { BucketName } from '@sse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { Services } from '../../src/operations/services.ts';
import { createBucket, openDomainProcess } from '../support/domain-process.ts';

const name = 'documents' as BucketName;
const tagged = (...keys: readonly string[]) => ({ TagSet: { Tag: keys.map((Key) => ({ Key, Value: '' })) } });

let services: Services;
beforeEach(async () => {
  ({ services } = await openDomainProcess(memoryStore()));
  await createBucket(services, name);
});

describe('documents that a bucket may lack', () => {
  it('are changed from what they are at that moment, however many changes meet', async () => {
    const { buckets, documents } = services;
    const bucket = await buckets.require(openSession(), name);
    const keys = Array.from({ length: 8 }, (_, index) => `k${index}`);
    const add = (key: string) =>
      documents.update(openSession(), bucket, 'tagging', (value = tagged()) => ({
        TagSet: { Tag: [...value.TagSet.Tag, { Key: key, Value: '' }] },
      }));
    await Promise.all(keys.map(add));
    const found = await documents.find(openSession(), bucket.id, 'tagging');
    expect(found?.TagSet.Tag.map(({ Key }) => Key).toSorted()).toEqual(keys);
  });

  it('are not changed once the bucket is another', async () => {
    const { buckets, documents } = services;
    const bucket = await buckets.require(openSession(), name);
    await buckets.remove(openSession(), name);
    await createBucket(services, name);
    await expect(documents.update(openSession(), bucket, 'tagging', () => tagged('k'))).rejects.toMatchObject({ code: 'NoSuchBucket' });
    expect(await documents.find(openSession(), bucket.id, 'tagging')).toBeUndefined();
  });

  it('are changed in a bucket whose versioning changed meanwhile', async () => {
    const { buckets, documents } = services;
    const bucket = await buckets.require(openSession(), name);
    await buckets.setVersioning(openSession(), name, 'Enabled');
    await documents.update(openSession(), bucket, 'tagging', () => tagged('k'));
    await documents.write(openSession(), bucket, 'acl', { grant: 'public-read' });
    expect(await documents.find(openSession(), bucket.id, 'tagging')).toEqual(tagged('k'));
    expect(await documents.read(openSession(), bucket.id, 'acl')).toEqual({ grant: 'public-read' });
  });

  it('are none again after a change to none', async () => {
    const { buckets, documents } = services;
    const bucket = await buckets.require(openSession(), name);
    for (const value of [tagged('k'), undefined, undefined]) {
      await documents.update(openSession(), bucket, 'tagging', () => value);
      expect(await documents.find(openSession(), bucket.id, 'tagging')).toEqual(value);
    }
  });
});
