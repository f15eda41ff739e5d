import { createHash } from 'node:crypto';
import { OssError, type BucketName, type ObjectKey } from '@sse/core';
import { expect } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { sourceOf } from '../../src/conformance/blob-store/subject.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { sweep } from '../../src/domain/sweeper.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { allRows, blobIds, rowsOf, takeCensus } from './blob-census.ts';
import { createBucket, openDomainProcess, openStoredObject, putObject, readObject, type DomainProcess } from './domain-process.ts';
import { abortNamed, beginUpload, completeNamed, storePart, type NamedUpload } from './domain-uploads.ts';
import { atEveryStep, mortalStore, steppedStore } from './stepped-store.ts';

/** Bodies of parts, by name; `2+` is sent as part 2 as well. */
export const PARTS = {
  '1': Buffer.alloc(300, 'one'),
  '2': Buffer.alloc(200, 'two'),
  '2+': Buffer.alloc(500, 'TWO'),
  '3': Buffer.alloc(400, 'three'),
};
export type PartName = keyof typeof PARTS;

const former = Buffer.alloc(100, 'former');
const bucket = 'raced' as BucketName;
const key = 'k' as ObjectKey;
const minutes = 60_000;
const headers = { 'x-oss-server-side-encryption': 'AES256' };

/** What one of the racing processes does. */
export type Act = (process: DomainProcess) => Promise<void>;

/** A schedule: `ours` runs over a store that stops at each step, where `event` happens. */
export interface Race {
  readonly ours: Act;
  /** Of another process, or `dies`: the store gives our process no more answers from that step on. */
  readonly event: Act | 'dies';
}

/** One upload with parts 1 and 2 over an object of the same name, from which every schedule begins. */
export interface RacedUploads {
  readonly part: (name: PartName) => Act;
  readonly complete: Act;
  /** A Complete whose choice of parts is refused. */
  readonly refused: Act;
  readonly abort: Act;
  /** An Abort whose process dies before it removed the parts. */
  readonly abortOnly: Act;
  readonly removeObject: Act;
  readonly removeBucket: Act;
  /** Leases and fences run out. */
  readonly wait: Act;
  /** What was seen in all schedules, sorted: how `ours` ended, how `event` ended, and what is there after both and a last sweep. */
  outcomes(race: Race): Promise<string[]>;
}

/** Begins with the object where `withObject`, else with the upload alone. */
export async function racedUploads({
  withObject,
  sequential = false,
}: {
  withObject: boolean;
  sequential?: boolean;
}): Promise<RacedUploads> {
  let store: OrderedStore = memoryStore();
  let blobs: BlobStore = memoryBlobs();
  let clock = Date.now();
  let dead = false;
  const openProcess = (over: OrderedStore): Promise<DomainProcess> => openDomainProcess(over, { blobs, inlineLimit: 0, now: () => clock });
  const upload = await fill();
  const beginning = { rows: await allRows(store), blobs: new Map<string, Uint8Array>() };
  for (const id of await blobIds(blobs)) beginning.blobs.set(id, await bytesOf(id));

  async function fill(): Promise<NamedUpload> {
    const { services } = await openProcess(store);
    await createBucket(services, bucket);
    if (withObject) await putObject(services, { bucket, key, body: former, headers });
    const begun = await beginUpload(services, { bucket, key, headers, sequential });
    for (const name of ['1', '2'] as const) await storePart(services, begun, Number(name), PARTS[name]);
    return begun;
  }

  async function bytesOf(id: string): Promise<Uint8Array> {
    const into = new Uint8Array(4096);
    const reader = (await blobs.read(id)) ?? expect.fail('no such blob');
    return into.subarray(0, await reader.read(into));
  }

  async function beginAnew(): Promise<void> {
    [store, blobs, dead, clock] = [memoryStore(), memoryBlobs(), false, Date.now()];
    await store.commit({ sets: beginning.rows.map(({ key: rowKey, value }: Row) => ({ key: rowKey, value })) });
    for (const [id, bytes] of beginning.blobs) await blobs.write(id, sourceOf(bytes));
  }

  async function sweepAll(): Promise<void> {
    const { keys, services } = await openProcess(store);
    for (let round = 0; round < 3; round += 1) {
      clock += 2 * minutes;
      const { runPartsJob } = services;
      const { failures } = await sweep({ store, rows: keys.rows, blobs, runPartsJob, now: () => clock, trashGraceMs: minutes });
      expect(failures).toEqual([]);
    }
  }

  /** What the object is, and which parts an upload that has not ended has. */
  async function visible(): Promise<string> {
    const process = await openProcess(store);
    const { services } = process;
    const { kept, leaving } = await takeCensus({ store, blobs, process, bucket });
    if (leaving.length === 0) expect(await blobIds(blobs)).toEqual(kept);
    if ((await services.buckets.find(openSession(), bucket)) === undefined) {
      for (const table of ['object', 'body', 'upload', 'part', 'job']) expect(await rowsOf(store, table), table).toEqual([]);
      return 'no bucket';
    }
    const object = (await rowsOf(store, 'object')).length === 0 ? 'no object' : contentOf(await readVerified(services));
    return (await rowsOf(store, 'upload')).length === 0 ? object : `${object} and an upload`;
  }

  /** The bytes of the object, of which it knows the MD5 if it came in sequence. */
  async function readVerified(services: DomainProcess['services']): Promise<Buffer> {
    const body = await readObject(services, bucket, key);
    const { head } = await openStoredObject(services, bucket, key);
    const known = head.md5 && Buffer.from(head.md5);
    expect(known).toEqual(sequential && head.type === 'Multipart' ? createHash('md5').update(body).digest() : undefined);
    return body;
  }

  async function race(step: number, { ours, event }: Race): Promise<{ happened: boolean; outcome: string }> {
    await beginAnew();
    const other = await openProcess(store);
    let calls = -Infinity;
    let eventEnd = 'not yet';
    const process = await openProcess(
      steppedStore(
        mortalStore(store, () => dead),
        async () => {
          calls += 1;
          if (calls !== step) return;
          if (event === 'dies') {
            dead = true;
            throw new Error('the process died');
          }
          eventEnd = await endOf(event, other);
        },
      ),
    );
    calls = 0;
    const ourEnd = await endOf(ours, process);
    const happened = calls >= step;
    const before = await visible();
    await sweepAll();
    const { leaving } = await takeCensus({ store, blobs, process: other, bucket });
    expect([leaving, await rowsOf(store, 'job')]).toEqual([[], []]);
    expect(await visible()).toBe(before);
    return { happened, outcome: `${ourEnd}, ${event === 'dies' ? 'dead' : eventEnd}: ${await ended(before)}` };
  }

  /** Completes an upload that is left, to see which parts it has. */
  async function ended(before: string): Promise<string> {
    if (!before.endsWith('and an upload')) return before;
    await completeNamed((await openProcess(store)).services, upload);
    await sweepAll();
    return `${before} of ${await visible()}`;
  }

  const withServices =
    (act: (services: DomainProcess['services']) => Promise<void>): Act =>
    ({ services }) =>
      act(services);
  return {
    part: (name) => withServices((services) => storePart(services, upload, Number.parseInt(name, 10), PARTS[name])),
    complete: withServices((services) => completeNamed(services, upload)),
    refused: withServices((services) =>
      completeNamed(services, upload, () => {
        throw new OssError('InvalidPart');
      }),
    ),
    abort: withServices((services) => abortNamed(services, upload)),
    abortOnly: withServices((services) => abortNamed(services, upload, 'left')),
    async removeObject({ services }) {
      const session = openSession();
      await services.objects.remove(session, await services.buckets.require(session, bucket), key);
    },
    removeBucket: withServices((services) => services.buckets.remove(openSession(), bucket)),
    wait() {
      clock += 2 * minutes;
      return Promise.resolve();
    },
    async outcomes(schedule) {
      const found = new Set<string>();
      await atEveryStep(async (step) => {
        const { happened, outcome } = await race(step, schedule);
        if (happened) found.add(outcome);
        return happened ? 'done' : 'no such step';
      });
      return [...found].toSorted();
    },
  };
}

/** `done`, the code of a refusal, or `failed` where the client gets no answer that says what is so. */
async function endOf(act: Act, process: DomainProcess): Promise<string> {
  return act(process).then(
    () => 'done',
    (error: unknown) => (error instanceof OssError ? error.code : 'failed'),
  );
}

/** Names the parts that a body is made of. */
function contentOf(body: Buffer): string {
  if (body.equals(former)) return 'former';
  const choices: (readonly PartName[])[] = [
    ['1', '2'],
    ['1', '2+'],
    ['1', '2', '3'],
    ['1', '2+', '3'],
  ];
  const made = choices.find((names) => Buffer.concat(names.map((name) => PARTS[name])).equals(body));
  return made?.join() ?? expect.fail('a body that nobody wrote');
}

/** Several acts as one. */
export function inOrder(...acts: readonly Act[]): Act {
  return async (process) => {
    for (const act of acts) await act(process);
  };
}
