import { randomBytes } from 'node:crypto';
import { OssError } from '@sse/core';
import { secretKey, toHex } from '@sse/core/primitives';
import { beforeEach, describe, expect, it } from 'vitest';
import { localKeyService } from '../../src/adapters/local-key-service.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { defaultKeyLimits, openSession, type KeyLimits } from '../../src/domain/bucket-key.ts';
import { openKeyHierarchy, type KeyHierarchy } from '../../src/domain/key-hierarchy.ts';
import { keyspace, systemScope } from '../../src/domain/keyspace.ts';
import { bucketKeyRef } from '../../src/domain/open-bucket-keys.ts';
import type { KeyService } from '../../src/ports/key-service.ts';
import type { Check, OrderedStore } from '../../src/ports/ordered-store.ts';

const HOUR = 3_600_000;
const bucketId = new Uint8Array(16).fill(7);
const bucketRow = keyspace.bucket('bucket');
const rootKey = secretKey(new Uint8Array(32).fill(3));
const random = (length: number): Uint8Array => randomBytes(length);

let clock: number;
let store: OrderedStore;
let decrypted: number;
let check: Check;
const guard = (): Promise<Check> => Promise.resolve(check);

/** A process over the store, with caches of its own; counts what the KMS opens. */
async function openProcess(limits: Partial<KeyLimits> = {}): Promise<{ keys: KeyHierarchy; kms: KeyService; keyId: string }> {
  const service: { kms?: KeyService } = {};
  const kms = (): KeyService => service.kms ?? expect.fail('no key service yet');
  const options = { store, now: () => clock, random };
  const keys = await openKeyHierarchy({ ...options, rootKey, kms, limits: { ...defaultKeyLimits, ...limits } });
  const local = localKeyService({ ...options, keys });
  service.kms = { ...local, decryptDataKey: (request) => ((decrypted += 1), local.decryptDataKey(request)) };
  return { keys, kms: service.kms, keyId: (await local.describeKey('')).keyId };
}

beforeEach(async () => {
  clock = 1_700_000_000_000;
  decrypted = 0;
  store = memoryStore();
  await openProcess();
  const made = await store.commit({ sets: [{ key: bucketRow, value: new Uint8Array(1) }] });
  check = { key: bucketRow, version: made.ok ? made.version : 'absent' };
});

describe('the live KMS bucket key', () => {
  it('is one for many writes and processes, and a new one after an hour', async () => {
    const first = await openProcess();
    const second = await openProcess();
    const write = async ({ keys, keyId }: typeof first): Promise<string> =>
      toHex((await keys.liveKeys.kms(openSession(), bucketId, keyId, guard)).id);
    const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => write(index % 2 === 0 ? first : second)));
    expect(new Set(ids).size).toBe(1);
    clock += HOUR - 1;
    expect(await write(first)).toBe(ids[0]);
    clock += 1;
    const next = await write(first);
    expect(next).not.toBe(ids[0]);
    expect(await write(second)).toBe(next);
  });

  it('is replaced when its uses are spent, or when the clock was set back before it was made', async () => {
    const { keys, keyId } = await openProcess({ kmsMaxUses: 256, leaseBlock: 1 });
    const ids = new Set<string>();
    for (let use = 0; use < 300; use += 1) ids.add(toHex((await keys.liveKeys.kms(openSession(), bucketId, keyId, guard)).id));
    expect(ids.size).toBe(2);
    clock -= 24 * HOUR;
    expect(ids).not.toContain(toHex((await keys.liveKeys.kms(openSession(), bucketId, keyId, guard)).id));
  });

  it('is not made for a bucket that went, and the KMS is not asked', async () => {
    const { keys, kms, keyId } = await openProcess();
    let generated = 0;
    const original = { ...kms };
    Object.assign(kms, {
      generateDataKey: (request: Parameters<KeyService['generateDataKey']>[0]) => ((generated += 1), original.generateDataKey(request)),
    });
    const gone = (): Promise<Check> => Promise.reject(new OssError('NoSuchBucket'));
    await expect(keys.liveKeys.kms(openSession(), bucketId, keyId, gone)).rejects.toMatchObject({ code: 'NoSuchBucket' });
    expect(generated).toBe(0);
  });

  it('is made for a bucket whose row changed meanwhile, and not without its row', async () => {
    const { keys, keyId } = await openProcess();
    const outdated = check;
    const changed = await store.commit({ sets: [{ key: bucketRow, value: new Uint8Array(2) }] });
    const answers: Check[] = [outdated, { key: bucketRow, version: changed.ok ? changed.version : 'absent' }];
    const key = await keys.liveKeys.kms(openSession(), bucketId, keyId, () =>
      Promise.resolve(answers.shift() ?? expect.fail('asked again')),
    );
    expect([key.kmsKeyId, answers]).toEqual([keyId, []]);
  });
});

describe('opened bucket keys', () => {
  it('are opened again by the KMS after five minutes, and their row is read in every session', async () => {
    const { keys, keyId } = await openProcess();
    const { id } = await keys.liveKeys.kms(openSession(), bucketId, keyId, guard);
    const open = () => keys.bucketKeys.open(openSession(), bucketKeyRef(bucketId, id));
    await open();
    const before = decrypted;
    clock += 299_999;
    await open();
    expect(decrypted).toBe(before);
    clock += 2;
    await open();
    expect(decrypted).toBe(before + 1);
    await store.commit({ deletes: [keyspace.bucketKey(bucketId, id)] });
    await expect(open()).rejects.toMatchObject({ code: 'key-missing' });
  });

  it('leave memory when their time is over, asked for or not', async () => {
    const { keys, keyId } = await openProcess();
    const { id } = await keys.liveKeys.kms(openSession(), bucketId, keyId, guard);
    const ref = bucketKeyRef(bucketId, id);
    await keys.bucketKeys.open(openSession(), ref);
    clock += 299_999;
    keys.bucketKeys.dropExpired();
    expect(keys.bucketKeys.wanted(ref).known).toBeDefined();
    clock += 2;
    keys.bucketKeys.dropExpired();
    expect(keys.bucketKeys.wanted(ref).known).toBeUndefined();
  });

  it('open kept rows only while their own row is there', async () => {
    const { keys } = await openProcess();
    const key = keyspace.accessKey('somebody');
    const system = await keys.liveKeys.local(openSession(), systemScope);
    await store.commit({ sets: [{ key, value: keys.rows.seal(system, key, { secret: 's' }) }] });
    const read = () => keys.rows.read(openSession(), { scope: systemScope, key });
    expect((await read())?.value).toEqual({ secret: 's' });
    await store.commit({ deletes: [keyspace.bucketKey(systemScope, system.id)] });
    await expect(read()).rejects.toMatchObject({ code: 'key-missing' });
  });
});
