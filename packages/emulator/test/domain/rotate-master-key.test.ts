import type { BucketName } from '@sse/core';
import { parseBucketKeyRow } from '@sse/core/envelope';
import { toHex } from '@sse/core/primitives';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { bucketKeyPlace, keyspace } from '../../src/domain/keyspace.ts';
import { masterKeys, type MasterKeys } from '../../src/domain/master-keys.ts';
import { rotateMasterKey, type Rotation } from '../../src/domain/rotate-master-key.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { createBucket, openDomainProcess, putObject, random, readObject, rootKey, type DomainProcess } from '../support/domain-process.ts';
import { atEveryStep, steppedStore, type Scheduled, type Step } from '../support/stepped-store.ts';

const BUCKETS = ['first', 'second'];
const headers = { 'x-oss-server-side-encryption': 'AES256' };

let rows: Row[];
let store: OrderedStore;
/** A server that was there before and holds every key in memory. */
let server: DomainProcess;

beforeAll(async () => {
  store = memoryStore();
  const { services } = await openDomainProcess(store);
  for (const bucket of BUCKETS) {
    await createBucket(services, bucket);
    await putObject(services, { bucket, key: 'k', body: Buffer.from(bucket), headers });
  }
  await createBucket(services, 'empty');
  rows = await store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
});

/** Runs `schedule` for every step, each time from the same beginning. */
function fromBeginning(schedule: (step: number) => Promise<Scheduled>): Promise<void> {
  return atEveryStep(async (step) => {
    await beginAnew();
    const outcome = await schedule(step);
    await expectSound();
    return outcome;
  });
}

async function beginAnew(): Promise<void> {
  store = memoryStore();
  await store.commit({ sets: rows });
  server = await openDomainProcess(store);
  await expectSound();
}

/** The master keys of a process that has read the keyring before. */
async function openMasterKeys(over: OrderedStore): Promise<MasterKeys> {
  const opened = masterKeys({ store: over, rootKey, random });
  await opened.active();
  return opened;
}

/** A rotation by a process of its own, as `sse-emulator keys rotate` is one. */
async function rotate(step: Step = () => undefined): Promise<Rotation> {
  const stepped = steppedStore(store, step);
  return rotateMasterKey({ store: stepped, masterKeys: await openMasterKeys(stepped), now: () => 0, random });
}

const death = new Error('the process died');

/** Dies once `count` commits went through. */
function dieAfterCommits(count: number): Step {
  let commits = 0;
  return (_, method) => {
    if (method === 'commit') commits += 1;
    if (commits === count) throw death;
  };
}

/** Every object reads, for the server and for a process that has nothing in memory, and each use of a master key is known by its row. */
async function expectSound(): Promise<void> {
  for (const { services } of [server, await openDomainProcess(store)])
    for (const bucket of BUCKETS) expect((await readObject(services, bucket, 'k')).toString()).toBe(bucket);
  const uses = (await keyRows()).map(({ masterKeyVersion, bucketKeyId }) => keyspace.masterKeyUse(masterKeyVersion, bucketKeyId));
  const stored = [1, 2, 3, 4].map((version) => store.range({ ...keyspace.masterKeyUses(version), limit: 100 }));
  expect((await Promise.all(stored)).flat().map(({ key }) => toHex(key))).toEqual(uses.map(toHex).toSorted());
}

async function keyRows() {
  const found = await store.range({ ...keyspace.allBucketKeys(), limit: 100 });
  const parsed = found.map(({ key, value }) => parseBucketKeyRow(value, bucketKeyPlace(key)));
  return parsed.filter((row) => row.scheme === 'local');
}

async function keyStates(): Promise<string[]> {
  return (await (await openMasterKeys(store)).current()).keys.map(({ state }) => state);
}

/** What a rotation does last. */
async function destroyUnused(): Promise<void> {
  const keys = await openMasterKeys(store);
  const former = (await keys.current()).keys.filter(({ state }) => state === 'decrypt-only');
  for (const { version } of former) await keys.destroy(version, [{ ...keyspace.masterKeyUses(version), empty: true }]);
}

describe('a rotation that dies', () => {
  it('at any step leaves every object readable, and the next one finishes it', async () => {
    const behind = new Set<number>();
    await fromBeginning(async (last) => {
      const outcome = await rotate((call) => {
        if (call === last) throw death;
      }).catch((error: unknown) => error);
      await expectSound();
      behind.add((await keyRows()).filter(({ masterKeyVersion }) => masterKeyVersion === 1).length);
      if (outcome !== death) return 'no such step';
      await rotate();
      expect((await keyStates()).filter((state) => state !== 'destroyed')).toEqual(['active']);
      return 'done';
    });
    expect([...behind]).toEqual([4, 3, 2, 1, 0]);
  });
});

describe('two rotations at once', () => {
  const others: [name: string, other: () => Promise<unknown>][] = [
    ['ends', rotate],
    ['dies after it made its master key', () => rotate(dieAfterCommits(1))],
    ['dies after its first bucket key', () => rotate(dieAfterCommits(2))],
    [
      'dies after it made its master key, and a third destroys what is unused',
      async () => {
        await expect(rotate(dieAfterCommits(1))).rejects.toBe(death);
        await destroyUnused();
        throw death;
      },
    ],
  ];

  it.each(others)('lose nothing, wherever the second begins within the first and %s', async (name, other) => {
    await fromBeginning(async (step) => {
      let outcome: unknown;
      const { version } = await rotate(async (call) => {
        if (call === step) outcome = await other().catch((error: unknown) => error);
      });
      if (outcome === undefined) return 'no such step';
      expect([2, 3]).toContain(version);
      if (name === 'ends') expect(outcome).toHaveProperty('version');
      else expect(outcome).toBe(death);
      await expectSound();
      if (name !== 'ends') await rotate();
      expect((await keyStates()).filter((state) => state !== 'destroyed')).toEqual(['active']);
      return 'done';
    });
  });
});

describe('a master key', () => {
  it('is not destroyed while a bucket key uses it', async () => {
    await beginAnew();
    await rotate(dieAfterCommits(2)).catch(() => undefined);
    await destroyUnused();
    expect(await keyStates()).toEqual(['decrypt-only', 'active']);
  });

  it('that is rotated away at any step of making a bucket wraps no key of it', async () => {
    await fromBeginning(async (step) => {
      let rotation: Rotation | undefined;
      const { services } = await openDomainProcess(
        steppedStore(store, async (call) => {
          if (call === step) rotation = await rotate();
        }),
      );
      await createBucket(services, 'made');
      await putObject(services, { bucket: 'made', key: 'k', body: Buffer.from('made'), headers });
      if (rotation === undefined) return 'no such step';
      for (const process of [server, await openDomainProcess(store)])
        expect((await readObject(process.services, 'made', 'k')).toString()).toBe('made');
      expect(await keyStates()).toEqual(['destroyed', 'active']);
      return 'done';
    });
  });
});

describe('a bucket that is deleted', () => {
  const remove = ({ services }: DomainProcess): Promise<void> => services.buckets.remove(openSession(), 'empty' as BucketName);

  it('at any step of a rotation leaves no key', async () => {
    await fromBeginning(async (step) => {
      let removed = false;
      await rotate(async (call) => {
        if (call !== step) return;
        await remove(server);
        removed = true;
      });
      if (!removed) return 'no such step';
      expect(await keyRows()).toHaveLength(BUCKETS.length + 1);
      return 'done';
    });
  });

  it('while the master key is rotated at any step leaves no key', async () => {
    await fromBeginning(async (step) => {
      let rotation: Rotation | undefined;
      const stepped = steppedStore(store, async (call) => {
        if (call === step) rotation = await rotate();
      });
      await remove(await openDomainProcess(stepped));
      if (rotation === undefined) return 'no such step';
      expect(await keyRows()).toHaveLength(BUCKETS.length + 1);
      return 'done';
    });
  });
});
