import { randomBytes } from 'node:crypto';
import { readSseHeaders, resolveEncryption, type BucketName, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { secretKey, type SecretKey } from '@sse/core/primitives';
import { expect } from 'vitest';
import { localKeyService, type LocalKeyService } from '../../src/adapters/local-key-service.ts';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { defaultKeyLimits, openSession } from '../../src/domain/bucket-key.ts';
import { openKeyHierarchy, type KeyHierarchy } from '../../src/domain/key-hierarchy.ts';
import type { ObjectBinding, ObjectBody, ObjectHead } from '../../src/domain/object-rows.ts';
import type { OpenedObject } from '../../src/domain/open-object.ts';
import { openServices } from '../../src/open-services.ts';
import type { Services } from '../../src/operations/services.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { KeyService } from '../../src/ports/key-service.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { bufferedBody } from './buffered-body.ts';

/** What one process has over a store that others share: caches of its own, empty at first. */
export interface DomainProcess {
  readonly keys: KeyHierarchy;
  readonly services: Services;
  readonly kms: LocalKeyService;
}

export interface DomainProcessOptions {
  readonly blobs?: BlobStore;
  readonly inlineLimit?: number;
  /** Default `rootKey`. */
  readonly root?: SecretKey;
  readonly now?: () => number;
}

export const rootKey = secretKey(Buffer.alloc(32, 'root key of the domain tests'));
export const random = (length: number): Uint8Array => randomBytes(length);

export async function openDomainProcess(
  store: OrderedStore,
  { blobs = memoryBlobs(), inlineLimit = 32 * 1024, root = rootKey, now = Date.now }: DomainProcessOptions = {},
): Promise<DomainProcess> {
  const service: { kms?: KeyService } = {};
  const kms = (): KeyService => service.kms ?? expect.fail('no key service yet');
  const options = { store, now, random };
  const keys = await openKeyHierarchy({ ...options, rootKey: root, kms, limits: defaultKeyLimits });
  const kmsHere = localKeyService({ ...options, keys });
  service.kms = kmsHere;
  return { keys, kms: kmsHere, services: openServices({ ...options, blobs, keys, kms: kmsHere, region: 'cn-hangzhou', inlineLimit }) };
}

interface ObjectRows {
  readonly head: ObjectHead;
  readonly body: ObjectBody;
  readonly binding: ObjectBinding;
}

/** Makes a bucket without an encryption rule. */
export async function createBucket({ buckets }: Services, name: string): Promise<void> {
  const record = { createdAt: Date.now(), storageClass: 'Standard', dataRedundancyType: 'LRS' };
  expect(await buckets.create(name as BucketName, record, { encryption: {}, acl: { grant: 'private' } })).toBe(true);
}

/** Stores an object under the encryption that `headers` name. */
export async function putObject(
  { buckets, putObject: put }: Services,
  { bucket: name, key, body, headers }: { bucket: string; key: string; body: Uint8Array; headers: Readonly<Record<string, string>> },
): Promise<void> {
  const session = openSession();
  const bucket = await buckets.require(session, name as BucketName);
  const decision = resolveEncryption(readSseHeaders(headers), undefined) as EncryptionDecision;
  const metadata = {
    accept: () => Promise.resolve(),
    mayReplace: true,
    type: 'Normal' as const,
    contentType: 'text/plain',
    storageClass: 'Standard',
    headers: { 'x-oss-meta-a': 'b' },
  };
  await put({ session, bucket, key: key as ObjectKey, decision, source: bufferedBody(body), ...metadata });
}

/** The rows of an object, and what they are bound to. */
export async function readRows({ buckets, objects }: Services, bucketName: string, key: string): Promise<ObjectRows> {
  const session = openSession();
  const bucket = await buckets.require(session, bucketName as BucketName);
  const found = await objects.find(session, bucket, key as ObjectKey);
  if (found === undefined || !('head' in found)) return expect.fail('no such object');
  const { value: head } = found.head;
  return { head, body: found.body.value, binding: { bucketId: bucket.id, objectKey: key, versionId: head.versionId } };
}

/** An object with its keys, as a request of its own opens it. */
export async function openStoredObject(services: Services, bucket: string, key: string): Promise<OpenedObject> {
  const { binding, ...rows } = await readRows(services, bucket, key);
  return services.openObject(openSession(), binding, rows);
}

/** The whole body of an object. */
export async function readObject(services: Services, bucket: string, key: string): Promise<Buffer> {
  const { readInline, readExtents } = services;
  const opened = await openStoredObject(services, bucket, key);
  const whole = { start: 0, end: opened.head.size };
  const inline = readInline(opened, whole);
  if (inline !== undefined) return Buffer.from(inline);
  const pieces: Uint8Array[] = [];
  for await (const batch of readExtents(opened, whole)) pieces.push(...batch);
  return Buffer.concat(pieces);
}
