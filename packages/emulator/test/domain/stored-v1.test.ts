import type { BucketName } from '@sse/core';
import { secretKey } from '@sse/core/primitives';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { sourceOf } from '../../src/conformance/blob-store/subject.ts';
import { accessKeys } from '../../src/domain/access-keys.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { rotateMasterKey } from '../../src/domain/rotate-master-key.ts';
import { sweep } from '../../src/domain/sweeper.ts';
import { openDomainProcess, putObject, random, readObject, readRows, type DomainProcess } from '../support/domain-process.ts';
import { bodyOf, CONTENTS, readStoredV1, RULE, type StoredV1 } from './stored-v1/fixture.ts';

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const store = memoryStore();
const blobs = memoryBlobs();
let stored: StoredV1;
let process: DomainProcess;

beforeAll(async () => {
  stored = await readStoredV1();
  await store.commit({ sets: Object.entries(stored.rows).map(([key, value]) => ({ key: hex(key), value: hex(value) })) });
  for (const [id, bytes] of Object.entries(stored.blobs)) await blobs.write(id, sourceOf(hex(bytes)));
  process = await openDomainProcess(store, { blobs, root: secretKey(hex(stored.rootKey)) });
});

describe('a store of format 1', () => {
  it.each(Object.entries(CONTENTS))('gives the object %s', async (key, { size, headers, isBlob }) => {
    expect((await readObject(process.services, 'kept', key)).equals(bodyOf(key, size))).toBe(true);
    const { head, body } = await readRows(process.services, 'kept', key);
    const { etag, keyId } = stored.objects[key] ?? expect.fail('it was not written');
    const { 'x-oss-server-side-encryption': algorithm, 'x-oss-server-side-data-encryption': cipher } = headers;
    const dataAlgorithm = algorithm === 'SM4' ? algorithm : (cipher ?? 'AES256');
    const encryption = { method: algorithm === 'KMS' ? 'SSE-KMS' : 'SSE-OSS', dataAlgorithm, ...(keyId === undefined ? {} : { keyId }) };
    expect(head).toMatchObject({ size, etag, contentType: 'text/plain', storageClass: 'Standard', blobs: isBlob === true ? 1 : 0 });
    expect(head.encryption).toEqual(algorithm === undefined ? { method: 'none' } : encryption);
    expect(body.headers).toEqual({ 'x-oss-meta-a': 'b' });
  });

  it('gives its buckets, names, rules, keys and credentials', async () => {
    const { services, keys, kms } = process;
    const session = openSession();
    const { buckets, next } = await services.buckets.list({ prefix: '', marker: '', limit: 10 });
    expect([buckets.map(({ name }) => name), next]).toEqual([['kept'], undefined]);
    const bucket = await services.buckets.require(session, 'kept' as BucketName);
    expect((await services.documents.read(session, bucket.id, 'encryption')).rule).toEqual(RULE);
    expect((await services.documents.read(session, bucket.id, 'acl')).grant).toBe('private');
    const listed = await services.listObjects(session, bucket, { prefix: '', delimiter: '', after: '', limit: 100 });
    expect(listed.objects.map(({ name }) => name)).toEqual(Object.keys(CONTENTS).toSorted(byBytes));
    expect((await kms.listKeys()).flatMap(({ aliases }) => aliases).toSorted(byBytes)).toEqual(['alias/acs/oss', 'alias/kept']);
    const kept = await kms.kmsKeys.find(await kms.kmsKeys.resolve('alias/kept'));
    expect(kept).toMatchObject({ state: 'Enabled', versions: [{ createdAt: kept?.createdAt }] });
    expect((await keys.masterKeys.current()).keys.map(({ state }) => state)).toEqual(['destroyed', 'active']);
    expect(await accessKeys({ store, keys, random }).root(undefined)).toMatchObject(stored.credentials);
  });

  it('has its trash swept', async () => {
    const swept = await sweep({
      store,
      rows: process.keys.rows,
      blobs,
      runPartsJob: process.services.runPartsJob,
      now: Date.now,
      trashGraceMs: 60_000,
    });
    expect(swept).toEqual({ expiredIntents: 0, deletedBlobs: 1, failures: [] });
  });

  it('is gone on with: rotated, overwritten and read by another process', async () => {
    await rotateMasterKey({ store, masterKeys: process.keys.masterKeys, now: Date.now, random });
    await putObject(process.services, { bucket: 'kept', key: 'none', body: bodyOf('none', 100), headers: {} });
    const uses = Object.keys(stored.rows).filter((key) => hex(key).toString('latin1').startsWith('master-key-use\0'));
    expect(uses.length).toBeGreaterThan(1);
    for (const key of uses) expect(await store.get(hex(key))).toBeUndefined();
    const { services, keys } = await openDomainProcess(store, { blobs, root: secretKey(hex(stored.rootKey)) });
    for (const [key, { size }] of Object.entries(CONTENTS))
      expect((await readObject(services, 'kept', key)).equals(bodyOf(key, size))).toBe(true);
    expect((await keys.masterKeys.current()).keys.map(({ state }) => state)).toEqual(['destroyed', 'destroyed', 'active']);
  });
});
