import type { BucketName, EncryptionDecision, ObjectKey } from '@sse/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { bytesSource } from '../../src/body/plain-source.ts';
import { meteredBlobs, meteredStore, type Meter } from '../../src/conformance/decorators/metered.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { extentsOf } from '../../src/domain/extent-list.ts';
import { createBucket, openDomainProcess, readRows } from '../support/domain-process.ts';

const name = 'appends' as BucketName;
const key = 'log' as ObjectKey;
const KIB = 1024;
/** Appends of 1 KiB that fill an extent, so that the next one begins another. */
const cycle = 256;
/** Appends of 1 KiB that the work of is summed up. */
const appends = 20_000;
const cycles = Math.ceil(appends / cycle);

/** What some appends cost the store and the blobs. */
interface Cost {
  readonly calls: number;
  readonly rowsRead: number;
  readonly blobBytes: number;
  readonly storeBytes: number;
}

/** An object that is appended to. */
interface Log {
  append(bytes: number): Promise<void>;
  /** Appends as many times 1 KiB as fill an extent. */
  appendCycle(): Promise<Cost>;
  /** Bytes of plaintext of each extent. */
  extents(): Promise<number[]>;
}

const accept = (): Promise<void> => Promise.resolve();
const callsOf = ({ calls }: Meter): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

async function openLog(): Promise<Log> {
  const { store, meter: rows } = meteredStore(memoryStore());
  const { blobs, meter: bytes } = meteredBlobs(memoryBlobs());
  const { services } = await openDomainProcess(store, { blobs, inlineLimit: 0 });
  await createBucket(services, name);
  const session = openSession();
  const bucket = await services.buckets.require(session, name);
  const decision: EncryptionDecision = { method: 'SSE-OSS', dataAlgorithm: 'AES256' };
  const properties = { mayReplace: false, type: 'Appendable', contentType: 'text/plain', storageClass: 'Standard', headers: {} } as const;
  await services.putObject({ session, bucket, key, decision, source: bytesSource(Buffer.alloc(0)), accept, ...properties });

  const costNow = (): Cost => ({
    calls: callsOf(rows) + callsOf(bytes),
    rowsRead: rows.rowsRead,
    blobBytes: bytes.bytesRead + bytes.bytesWritten,
    storeBytes: rows.bytesRead + rows.bytesWritten,
  });

  async function append(length: number): Promise<void> {
    const request = openSession();
    const found = await services.objects.find(request, await services.buckets.require(request, name), key);
    if (found === undefined || !('head' in found)) return expect.fail('no such object');
    const { head, body } = found;
    const source = bytesSource(Buffer.alloc(length, 'line\n'));
    await services.appendObject({ session: request, bucket, key, found: { head, body }, source, accept });
  }

  return {
    append,
    async appendCycle() {
      const before = costNow();
      for (let count = 0; count < cycle; count += 1) await append(KIB);
      const after = costNow();
      return {
        calls: after.calls - before.calls,
        rowsRead: after.rowsRead - before.rowsRead,
        blobBytes: after.blobBytes - before.blobBytes,
        storeBytes: after.storeBytes - before.storeBytes,
      };
    },
    extents: async () => extentsOf((await readRows(services, name, key)).body).map(({ length }) => length),
  };
}

describe('20,000 appends of 1 KiB', () => {
  const full = cycle * KIB;
  let early: Cost;
  let late: Cost;

  beforeAll(async () => {
    const log = await openLog();
    await log.append(full);
    early = await log.appendCycle();
    expect(await log.extents(), 'small appends leave what large ones do').toEqual([full, full]);
    // What is there after most of the small appends, without their cost.
    while ((await log.extents()).length < cycles) await log.append(full);
    late = await log.appendCycle();
    expect(await log.extents()).toEqual(Array.from({ length: cycles + 1 }, () => full));
  });

  it('move as many bytes of blobs, in as many calls, at the end as at the start', () => {
    expect(late.blobBytes).toBe(early.blobBytes);
    expect(late.rowsRead).toBeLessThanOrEqual(early.rowsRead);
    expect(late.calls).toBeLessThanOrEqual(early.calls);
  });

  it('each move less than the extent that they fill, twice', () => {
    expect(early.blobBytes).toBeLessThan(cycle * 1.1 * full);
  });

  it('rewrite a row that grows by less than 64 bytes with each extent, once read and once written', () => {
    expect(late.storeBytes - early.storeBytes).toBeLessThan(2 * cycle * cycles * 64);
  });

  it('cost all together at most 2.1 times what 10,000 of them cost', () => {
    const bytes = ({ blobBytes, storeBytes }: Cost): number => blobBytes + storeBytes;
    const growth = (bytes(late) - bytes(early)) / cycles;
    const upTo = (count: number): number => count * bytes(early) + (growth * count * count) / 2;
    expect(upTo(cycles) / upTo(cycles / 2)).toBeLessThan(2.1);
  });
});
