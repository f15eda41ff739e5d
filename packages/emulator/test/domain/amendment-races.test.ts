import { OssError, type BucketName, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { beforeAll, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { bytesSource } from '../../src/body/plain-source.ts';
import type { Amendment } from '../../src/domain/amend-object.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import type { Services } from '../../src/operations/services.ts';
import { allRows } from '../support/blob-census.ts';
import { createBucket, openDomainProcess, putObject, readObject, readRows } from '../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';

const name = 'amended' as BucketName;
const key = 'log' as ObjectKey;
const accept = (): Promise<void> => Promise.resolve();

async function amend(services: Services, amendment: Amendment): Promise<void> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name);
  const found = await services.amendObject(session, bucket, key, amendment);
  if (found === undefined || !('head' in found)) throw new OssError('NoSuchKey');
}

async function append(services: Services, amendment: Amendment): Promise<void> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name);
  const found = await services.objects.find(session, bucket, key);
  if (found === undefined || !('head' in found)) throw new OssError('NoSuchKey');
  await services.appendObject({ session, bucket, key, found, source: bytesSource(Buffer.from(' later')), accept, amendment });
}

async function begin(services: Services): Promise<void> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name);
  const decision: EncryptionDecision = { method: 'SSE-OSS', dataAlgorithm: 'AES256' };
  const properties = { mayReplace: false, type: 'Appendable', contentType: 'text/plain', storageClass: 'Standard', headers: {} } as const;
  await services.putObject({ session, bucket, key, decision, source: bytesSource(Buffer.from('first')), accept, ...properties });
}

/** What one of two processes does to one object. */
const ACTS = {
  'tag a': (services) => amend(services, { tags: [['a', '']] }),
  'tag b': (services) => amend(services, { tags: [['b', '']] }),
  untag: (services) => amend(services, { tags: undefined }),
  acl: (services) => amend(services, { acl: 'private' }),
  append: (services) => append(services, {}),
  'append with acl': (services) => append(services, { acl: 'public-read' }),
  put: (services) => putObject(services, { bucket: name, key, body: Buffer.from('other'), headers: {} }),
  async remove(services) {
    const session = openSession();
    await services.objects.remove(session, await services.buckets.require(session, name), key);
  },
  async 'remove all'(services) {
    await ACTS.remove(services);
    await services.buckets.remove(openSession(), name);
  },
  'tag a and remove': async (services) => {
    await ACTS['tag a'](services);
    await ACTS.remove(services);
  },
  'tag a and append': async (services) => {
    await ACTS['tag a'](services);
    await ACTS.append(services);
  },
} as const satisfies Record<string, (services: Services) => Promise<void>>;
type Name = keyof typeof ACTS;

/** Blobs are left out: all bytes of this object are in its row. */
let beginning: Row[];
const blobs = memoryBlobs();
beforeAll(async () => {
  const store = memoryStore();
  const { services } = await openDomainProcess(store, { blobs });
  await createBucket(services, name);
  await begin(services);
  beginning = await allRows(store);
});

const endOf = (act: Promise<void>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof OssError ? error.code : 'failed'),
  );

async function visible(store: OrderedStore): Promise<string> {
  const { services } = await openDomainProcess(store, { blobs });
  if ((await services.buckets.find(openSession(), name)) === undefined) return 'no bucket';
  const session = openSession();
  if ((await services.objects.head(session, await services.buckets.require(session, name), key)) === undefined) return 'no object';
  const { body } = await readRows(services, name, key);
  const bytes = (await readObject(services, name, key)).toString();
  return [bytes, ...(body.tags ?? []).map(([tag]) => `tag ${tag}`), ...(body.acl === undefined ? [] : [body.acl])].join(', ');
}

/** What came of all schedules in which `theirs` happens at one of the steps of `ours`. */
async function outcomes(ours: Name, theirs: Name): Promise<string[]> {
  const seen = new Set<string>();
  await atEveryStep(async (step) => {
    const store = memoryStore();
    await store.commit({ sets: beginning.map(({ key: rowKey, value }) => ({ key: rowKey, value })) });
    const other = await openDomainProcess(store, { blobs });
    await readObject(other.services, name, key);
    let calls = -Infinity;
    let theirEnd = '';
    const process = await openDomainProcess(
      steppedStore(store, async () => {
        calls += 1;
        if (calls === step) theirEnd = await endOf(ACTS[theirs](other.services));
      }),
      { blobs },
    );
    calls = 0;
    const ourEnd = await endOf(ACTS[ours](process.services));
    if (calls < step) return 'no such step';
    seen.add(`${ourEnd}, ${theirEnd}: ${await visible(store)}`);
    return 'done';
  });
  return [...seen].toSorted();
}

/** An act that was acknowledged shows, unless a later one took it away; an append loses to other bytes only. */
it.each<[ours: Name, theirs: Name, seen: readonly string[]]>([
  ['append', 'tag a', ['done, done: first later, tag a']],
  ['tag a', 'append', ['done, done: first later, tag a']],
  ['append with acl', 'tag a', ['done, done: first later, tag a, public-read']],
  ['append with acl', 'acl', ['done, done: first later, private', 'done, done: first later, public-read']],
  ['append', 'acl', ['done, done: first later, private']],
  ['tag a', 'acl', ['done, done: first, tag a, private']],
  ['acl', 'tag a', ['done, done: first, tag a, private']],
  ['tag a', 'tag b', ['done, done: first, tag a', 'done, done: first, tag b']],
  ['untag', 'tag a', ['done, done: first', 'done, done: first, tag a']],
  ['tag a', 'put', ['done, done: other', 'done, done: other, tag a']],
  ['put', 'tag a', ['done, done: other', 'done, done: other, tag a']],
  ['tag a', 'remove', ['NoSuchKey, done: no object', 'done, done: no object']],
  ['remove', 'tag a', ['done, NoSuchKey: no object', 'done, done: no object']],
  // Failed: the keys of its rows went with the bucket. The pipeline answers NoSuchBucket.
  ['tag a', 'remove all', ['NoSuchBucket, done', 'NoSuchKey, done', 'done, done', 'failed, done'].map((ends) => `${ends}: no bucket`)],
  ['append', 'tag a and append', ['PositionNotEqualToLength, done: first later, tag a', 'done, done: first later later, tag a']],
  ['append', 'tag a and remove', ['NoSuchKey, done', 'PositionNotEqualToLength, done', 'done, done'].map((ends) => `${ends}: no object`)],
])('%s, and at whatever step of it another process does this: %s', async (ours, theirs, seen) => {
  expect(await outcomes(ours, theirs)).toEqual(seen);
});
