import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { BucketName } from '@sse/core';
import { secretKey, toHex } from '@sse/core/primitives';
import { memoryBlobs } from '../../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { accessKeys } from '../../../src/domain/access-keys.ts';
import { openSession } from '../../../src/domain/bucket-key.ts';
import { newTrash } from '../../../src/domain/blob-rows.ts';
import { rotateMasterKey } from '../../../src/domain/rotate-master-key.ts';
import type { BlobStore } from '../../../src/ports/blob-store.ts';
import { createBucket, openDomainProcess, putObject, readRows } from '../../support/domain-process.ts';
import { bodyOf, CONTENTS, RULE, storedV1, type StoredV1 } from './fixture.ts';

// Wrote stored-v1.json, once: it stays as it is, so that the test shows whether what was written then can still be read.

const store = memoryStore();
const blobs = memoryBlobs();
const random = (length: number): Uint8Array => randomBytes(length);
const root = randomBytes(32);
const process = await openDomainProcess(store, { blobs, root: secretKey(root) });
const inBlobs = await openDomainProcess(store, { blobs, root: secretKey(root), inlineLimit: 0 });

await createBucket(process.services, 'kept');
await process.kms.createKey({ alias: RULE.keyId });
const session = openSession();
const bucket = await process.services.buckets.require(session, 'kept' as BucketName);
await process.services.documents.write(session, bucket, 'encryption', { rule: RULE });
const objects: Record<string, { etag: string; keyId?: string }> = {};
for (const [key, { size, headers, isBlob = false }] of Object.entries(CONTENTS)) {
  const { services } = isBlob ? inBlobs : process;
  await putObject(services, { bucket: 'kept', key, body: bodyOf(key, size), headers });
  const { head } = await readRows(services, 'kept', key);
  objects[key] = { etag: head.etag, ...(head.encryption.method === 'SSE-KMS' ? { keyId: head.encryption.keyId } : {}) };
}
const { accessKeyId, accessKeySecret } = await accessKeys({ store, keys: process.keys, random }).root(undefined);
await rotateMasterKey({ store, masterKeys: process.keys.masterKeys, now: Date.now, random });
await store.commit({ sets: [newTrash(1_700_000_000_000, 'ab'.repeat(16))] });

const rows = await store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
const stored: StoredV1 = {
  rootKey: toHex(root),
  rows: Object.fromEntries(rows.map(({ key, value }) => [toHex(key), toHex(value)])),
  blobs: await blobsIn(blobs),
  objects,
  credentials: { accessKeyId, accessKeySecret },
};
await writeFile(storedV1, `${JSON.stringify(stored, undefined, 2)}\n`);

async function blobsIn(from: BlobStore): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const into = new Uint8Array(1 << 17);
  for await (const blobId of from.list()) {
    const reader = await from.read(blobId);
    found[blobId] = toHex(into.slice(0, (await reader?.read(into)) ?? 0));
    await reader?.close();
  }
  return found;
}
