import { Fault, type BucketName } from '@sse/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { createScratch } from '../../src/body/scratch.ts';
import { extentsOf } from '../../src/domain/extent-list.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { keyspace } from '../../src/domain/keyspace.ts';
import type { Extent, ObjectBody, ObjectHead } from '../../src/domain/object-rows.ts';
import type { Services } from '../../src/operations/services.ts';
import { createBucket, openDomainProcess, putObject, random, readObject, readRows, type DomainProcess } from '../support/domain-process.ts';

interface Rows {
  readonly head: ObjectHead;
  readonly body: ObjectBody;
}

const AES = { 'x-oss-server-side-encryption': 'AES256' };
const KMS = { 'x-oss-server-side-encryption': 'KMS' };
/** Objects and their neighbours of the same kind and length. */
const HEADERS: Readonly<Record<string, Record<string, string>>> = { aes: AES, aes2: AES, kms: KMS, kms2: KMS, plain: {}, plain2: {} };
const blobs = memoryBlobs();
const store = memoryStore();
let process: DomainProcess;
let own: Rows;

beforeAll(async () => {
  process = await openDomainProcess(store, { blobs });
  const inBlobs = (await openDomainProcess(store, { blobs, inlineLimit: 0 })).services;
  await createBucket(process.services, 'lies');
  for (const [name, headers] of Object.entries(HEADERS)) {
    await put(process.services, name, headers);
    await put(inBlobs, `${name}-blob`, headers);
  }
});

const bodyOf = (key: string): Buffer => Buffer.alloc(300, `body of ${key} `);
const put = (services: Services, key: string, headers: Record<string, string>): Promise<void> =>
  putObject(services, { bucket: 'lies', key, body: bodyOf(key), headers });

const rowsOf = (key: string): Promise<Rows> => readRows(process.services, 'lies', key);

/** Rows as somebody would write them who has the key that seals them. */
async function rewrite(key: string, { head, body }: Rows): Promise<void> {
  const session = openSession();
  const { id } = await process.services.buckets.require(session, 'lies' as BucketName);
  const local = await process.keys.liveKeys.local(session, id);
  const headKey = keyspace.object(id, key);
  const bodyKey = keyspace.body(id, key, head.versionId);
  const seal = (rowKey: Uint8Array, value: object) => ({ key: rowKey, value: process.keys.rows.seal(local, rowKey, value) });
  await store.commit({ sets: [seal(headKey, head), seal(bodyKey, body)] });
}

type Lie = (own: Rows, other: Rows) => Rows;
const inHead =
  (change: (head: ObjectHead) => object): Lie =>
  ({ head, body }) => ({ head: { ...head, ...change(head) }, body });
const inBody =
  (change: (body: ObjectBody, other: ObjectBody) => object): Lie =>
  ({ head, body }, other) => ({ head, body: { ...body, ...change(body, other.body) } });
const inExtent = (change: (extent: Extent, other: Extent | undefined) => object): Lie =>
  inBody((body, other) => ({
    extents: extentsOf(body).map((extent, index) => ({ ...extent, ...change(extent, extentsOf(other)[index]) })),
  }));

const OTHER_METHOD: Readonly<Record<string, object>> = { 'SSE-OSS': { method: 'SSE-KMS', keyId: '' }, 'SSE-KMS': { method: 'SSE-OSS' } };

function withOtherCrc({ manifest = expect.fail('it has no manifest') }: ObjectBody): object {
  const changed = Uint8Array.from(manifest);
  changed[27] = (changed[27] ?? 0) ^ 1;
  return { manifest: changed };
}

/** The sealed bytes given out for the object's own. */
const asPlain: Lie = ({ head, body }) => {
  const { inline = expect.fail('it lies in a blob') } = extentsOf(body)[0] ?? {};
  const crc64 = createScratch().crc64.update(0n, inline);
  const extents = extentsOf(body).map((extent) => ({ ...extent, length: inline.length, crc64 }));
  return { head: { ...head, encryption: { method: 'none' }, size: inline.length, crc64 }, body: { ...body, extents } };
};

const EXTENT_LIES: readonly [string, Lie][] = [
  ['another length of the extent', inExtent(({ length }) => ({ length: length - 1 }))],
  ['the bytes of another object', inExtent((_, other) => ({ inline: other?.inline, blobId: other?.blobId }))],
];
const PLAIN: readonly [string, Lie][] = [...EXTENT_LIES, ['another CRC of the extent', inExtent(() => ({ crc64: 1n }))]];
const SEALED: readonly [string, Lie][] = [
  ...EXTENT_LIES,
  ['another size', inHead(({ size }) => ({ size: size - 1 }))],
  ['another CRC', inHead(({ crc64 }) => ({ crc64: crc64 ^ 1n }))],
  [
    'another CRC, which its manifest says too',
    (own) => inBody(withOtherCrc)(inHead(({ crc64 }) => ({ crc64: crc64 ^ 1n }))(own, own), own),
  ],
  ['no encryption', inHead(() => ({ encryption: { method: 'none' } }))],
  ['another cipher', inHead(({ encryption }) => ({ encryption: { ...encryption, dataAlgorithm: 'SM4' } }))],
  ['another method', inHead(({ encryption }) => ({ encryption: { ...encryption, ...OTHER_METHOD[encryption.method] } }))],
  ['another version', inHead(() => ({ versionId: random(16) }))],
  ['another id of the extent', inExtent(() => ({ id: random(16) }))],
  ['its extent twice', inBody((body) => ({ extents: [...extentsOf(body), ...extentsOf(body)] }))],
  ['no extent', inBody(() => ({ extents: [] }))],
  ['no envelope', inBody(() => ({ envelope: undefined }))],
  ['no manifest', inBody(() => ({ manifest: undefined }))],
  ['no tag of the manifest', inBody(() => ({ manifestTag: undefined }))],
  ['the envelope of another object', inBody((_, { envelope }) => ({ envelope }))],
  ['the manifest of another object', inBody((_, { manifest }) => ({ manifest }))],
  ['the manifest of another object with its tag', inBody((_, { manifest, manifestTag }) => ({ manifest, manifestTag }))],
  ['all of another object', (_, other) => other],
];
const UNDER_KMS: readonly [string, Lie][] = [
  ...SEALED,
  ['another KMS key', inHead(({ encryption }) => ({ encryption: { ...encryption, keyId: 'another' } }))],
];
const LIES: Readonly<Record<string, readonly [string, Lie][]>> = {
  aes: [...SEALED, ['no encryption, with the sealed bytes for its own', asPlain]],
  'aes-blob': SEALED,
  kms: UNDER_KMS,
  'kms-blob': UNDER_KMS,
  plain: PLAIN,
  'plain-blob': PLAIN,
};

describe.each(Object.entries(LIES))('%s: rows that are sealed and say what is not so', (name, lies) => {
  afterEach(async () => {
    await rewrite(name, own);
    expect((await readObject(process.services, 'lies', name)).equals(bodyOf(name))).toBe(true);
  });

  it.each(lies)('%s: a read fails', async (_, change) => {
    own = await rowsOf(name);
    await rewrite(name, change(own, await rowsOf(name.replace(/^[a-z]+/, '$&2'))));
    for (const { services } of [process, await openDomainProcess(store, { blobs })])
      await expect(readObject(services, 'lies', name)).rejects.toThrow(Fault);
  });
});
