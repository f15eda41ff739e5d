import type { BucketName, EncryptionDecision, ObjectKey } from '@sse/core';
import { beforeEach, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { bytesSource } from '../../src/body/plain-source.ts';
import { openSession, type Session } from '../../src/domain/bucket-key.ts';
import type { Bucket } from '../../src/domain/buckets.ts';
import type { StoredObject } from '../../src/domain/find-object.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import type { ObjectBody } from '../../src/domain/object-rows.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { createBucket, openDomainProcess, readObject, type DomainProcess } from '../support/domain-process.ts';

const name = 'appends' as BucketName;
const key = 'log' as ObjectKey;
/** So long that its extent is not written again with what comes next, and only its rows are read. */
const first = Buffer.alloc(300_000, 'first ');
const later = Buffer.from('later');
const accept = (): Promise<void> => Promise.resolve();

let store: OrderedStore;
let process: DomainProcess;

beforeEach(async () => {
  store = memoryStore();
  process = await openDomainProcess(store, { blobs: memoryBlobs() });
  await createBucket(process.services, name);
  const session = openSession();
  const bucket = await process.services.buckets.require(session, name);
  const decision: EncryptionDecision = { method: 'SSE-OSS', dataAlgorithm: 'AES256' };
  const properties = { mayReplace: false, type: 'Appendable', contentType: 'text/plain', storageClass: 'Standard', headers: {} } as const;
  await process.services.putObject({ session, bucket, key, decision, source: bytesSource(first), accept, ...properties });
});

async function find(session: Session, bucket: Bucket): Promise<StoredObject> {
  const found = await process.services.objects.find(session, bucket, key);
  return found !== undefined && 'head' in found ? found : expect.fail('no such object');
}

async function append(): Promise<unknown> {
  const session = openSession();
  const bucket = await process.services.buckets.require(session, name);
  const found = await find(session, bucket);
  return process.services.appendObject({ session, bucket, key, found, source: bytesSource(later), accept });
}

/** The body row as somebody would write it who has the key that seals rows. */
async function rewriteBody(change: (body: ObjectBody) => Partial<ObjectBody>): Promise<void> {
  const session = openSession();
  const bucket = await process.services.buckets.require(session, name);
  const { head, body } = await find(session, bucket);
  const local = await process.keys.liveKeys.local(session, bucket.id);
  const bodyKey = keyspace.body(bucket.id, key, head.value.versionId);
  await store.commit({ sets: [{ key: bodyKey, value: process.keys.rows.seal(local, bodyKey, { ...body.value, ...change(body.value) }) }] });
}

it('adds an extent behind a long one', async () => {
  await append();
  expect((await readObject(process.services, name, key)).equals(Buffer.concat([first, later]))).toBe(true);
});

it('makes no new manifest out of one that does not authenticate', async () => {
  await rewriteBody(({ manifestTag = expect.fail('it has no tag') }) => ({ manifestTag: manifestTag.map((byte) => byte ^ 1) }));
  await expect(append()).rejects.toMatchObject({ code: 'not-authentic' });
});
