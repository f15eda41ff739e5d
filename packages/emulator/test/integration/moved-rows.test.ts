import { toHex } from '@sse/core/primitives';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openNode } from '../../src/node.ts';
import type { Row } from '../../src/ports/ordered-store.ts';
import { runEmulator, type EmulatorParts, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const store = memoryStore();
let emulator: RunningEmulator;
let original: Row[];

const KMS = { 'x-oss-server-side-encryption': 'KMS' };

/** A process over the store that has nothing in memory. */
function start(): Promise<RunningEmulator> {
  const parts: EmulatorParts = {
    openNode: (options) => openNode({ ...options, rootKey: Buffer.alloc(32, 'root key of the test') }),
    openStorage: () => Promise.reject(new Error('not used')),
    memoryStorage: () => ({ store, blobs: memoryBlobs(), forgetDeadReaders() {}, close: () => Promise.resolve() }),
  };
  return runEmulator(parts, { sweepEvery: 0 });
}

beforeAll(async () => {
  emulator = await start();
  for (const bucket of ['first', 'second']) {
    await ask(emulator, { method: 'PUT', bucket, headers: { 'x-oss-server-side-encryption': 'AES256' } });
    for (const key of ['one', 'two'])
      await ask(emulator, { method: 'PUT', bucket, key, headers: key === 'two' ? KMS : {}, body: `${bucket}/${key}` });
  }
  original = await allRows();
});
afterAll(() => emulator.close());

/** The store as it was, with new versions, so that no cache hides the change before. */
beforeEach(async () => {
  const now = await allRows();
  await store.commit({
    deletes: now.map(({ key }) => key).filter((key) => !original.some((row) => toHex(row.key) === toHex(key))),
    sets: original,
  });
});

function allRows(): Promise<Row[]> {
  return store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
}

/** The rows of a table, in key order. */
async function table(name: string, part = ''): Promise<Row[]> {
  return (await allRows()).filter(
    ({ key }) => Buffer.from(key).toString('latin1').startsWith(`${name}\0`) && Buffer.from(key).includes(part),
  );
}

function get(bucket: string, key: string): Promise<Answer> {
  return ask(emulator, { method: 'GET', bucket, key });
}

async function swap(left: Row | undefined, right: Row | undefined): Promise<void> {
  if (left === undefined || right === undefined) throw new Error('no such rows');
  await store.commit({
    sets: [
      { key: left.key, value: right.value },
      { key: right.key, value: left.value },
    ],
  });
}

/** Removes rows of a table; `documentEncryption` names the table of documents and the document. */
async function remove(name: string, part = ''): Promise<void> {
  const rows = await table(name, part);
  expect(rows.length).toBeGreaterThan(0);
  await store.commit({ deletes: rows.map(({ key }) => key) });
}

describe('rows that were moved or removed', () => {
  it('are true before', async () => {
    for (const bucket of ['first', 'second'])
      for (const key of ['one', 'two']) expect((await get(bucket, key)).body.toString()).toBe(`${bucket}/${key}`);
  });

  it.each(['object', 'body'])('between two names of a bucket: %s rows fail', async (name) => {
    const [one] = await table(name, 'one');
    const [two] = (await table(name, 'two')).filter(
      ({ key }) => Buffer.compare(key.subarray(0, 20), one?.key.subarray(0, 20) ?? key) === 0,
    );
    await swap(one, two);
    const answers = await Promise.all(['first', 'second'].flatMap((bucket) => ['one', 'two'].map((key) => get(bucket, key))));
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 200, 500, 500]);
  });

  it.each(['object', 'body'])('between two buckets: %s rows fail', async (name) => {
    const [left, right] = await table(name, 'one');
    await swap(left, right);
    for (const bucket of ['first', 'second']) expect((await get(bucket, 'one')).error?.Code).toBe('InternalError');
  });

  it('bucket rows between two names fail', async () => {
    const [left, right] = await table('bucket');
    await swap(left, right);
    for (const bucket of ['first', 'second']) expect((await get(bucket, 'one')).error?.Code).toBe('InternalError');
  });

  it('bucket key rows between two ids fail', async () => {
    const rows = await table('bucket-key');
    await store.commit({ sets: rows.map(({ key }, index) => ({ key, value: rows[(index + 1) % rows.length]?.value ?? key })) });
    for (const bucket of ['first', 'second'])
      for (const key of ['one', 'two']) expect((await get(bucket, key)).error?.Code).toBe('InternalError');
  });

  it('a removed encryption rule fails writes and reads of the rule, and is never "no rule"', async () => {
    await remove('document', 'encryption');
    const put = await ask(emulator, { method: 'PUT', bucket: 'first', key: 'new', body: 'must not be stored plain' });
    expect([put.status, put.error?.Code]).toEqual([500, 'InternalError']);
    expect((await ask(emulator, { method: 'GET', bucket: 'first', query: [['encryption', '']] })).error?.Code).toBe('InternalError');
    expect((await get('first', 'new')).error?.Code).toBe('NoSuchKey');
  });

  interface Outcome {
    /** Of GET of an object under AES256, of one under KMS, and of making a bucket: what comes or the error. */
    readonly here: readonly string[];
    /** The same of a process that has nothing in memory, or why it does not start. */
    readonly afresh: { readonly outcomes: readonly string[] } | { readonly refusal: string };
  }
  const refused = ['InternalError', 'InternalError', 'InternalError'];
  const noKmsKey = ['first/one', 'KeyNotFound', ''];
  const REMOVED: [table: string, outcome: Outcome][] = [
    ['bucket-key', { here: refused, afresh: { refusal: expect.stringMatching(/bucket key .* has no row$/) } }],
    // Bucket keys that were opened before stay in memory for a while; their rows are there.
    [
      'keyring',
      {
        here: ['first/one', 'first/two', 'InternalError'],
        afresh: { refusal: expect.stringMatching(/the store holds data but no keyring/) },
      },
    ],
    ['kms', { here: noKmsKey, afresh: { outcomes: noKmsKey } }],
  ];

  async function outcomes(target: RunningEmulator): Promise<string[]> {
    const answers = [
      await ask(target, { method: 'GET', bucket: 'first', key: 'one' }),
      await ask(target, { method: 'GET', bucket: 'first', key: 'two' }),
      await ask(target, { method: 'PUT', bucket: 'third' }),
    ];
    return answers.map(({ error, body }) => error?.Code ?? body.toString());
  }

  async function outcomesAfresh(): Promise<Outcome['afresh']> {
    try {
      await using another = await start();
      return { outcomes: await outcomes(another) };
    } catch (error) {
      return { refusal: String(error) };
    }
  }

  it.each(REMOVED)('removed %s rows fail', async (name, { here, afresh }) => {
    for (const key of ['one', 'two']) expect((await get('first', key)).body.toString()).toBe(`first/${key}`);
    await remove(name);
    expect(await outcomes(emulator)).toEqual(here);
    expect(await outcomesAfresh()).toEqual(afresh);
  });
});
