import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionPool, type RegionPool } from '../../../src/adapters/file-blobs/region-pool.ts';
import { writeBehind } from '../../../src/adapters/file-blobs/write-behind.ts';
import { pattern, sourceOf } from '../../../src/conformance/blob-store/subject.ts';
import type { ByteSource } from '../../../src/ports/blob-store.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Written {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
  /** The most regions held at once. */
  readonly peak: number;
}

async function gather(source: ByteSource, regions: RegionPool, size?: number): Promise<Written> {
  const bytes = new Uint8Array(8 << 20);
  const lengths: number[] = [];
  let peak = 0;
  let writing = false;
  async function write(region: Uint8Array, length: number, position: number): Promise<void> {
    expect(writing).toBe(false);
    expect([region.byteOffset % 4096, region.length % 4096, position % 4096]).toEqual([0, 0, 0]);
    writing = true;
    await turn();
    bytes.set(region.subarray(0, length), position);
    peak = Math.max(peak, regions.held);
    await turn();
    writing = false;
    lengths.push(length);
  }
  const length = await writeBehind(source, { regions, size, signal: undefined, write });
  return { bytes: bytes.subarray(0, length), lengths, peak };
}

describe('writeBehind', () => {
  it('moves every byte once, whatever the pieces, stalls and budget', async () => {
    const shapes = fc.record({
      length: fc.integer({ min: 0, max: 900_000 }),
      piece: fc.integer({ min: 1000, max: 300_000 }),
      stalls: fc.integer({ min: 1, max: 5 }),
      units: fc.integer({ min: 1, max: 16 }),
    });
    const pools = Array.from({ length: 17 }, (_, units) => regionPool(units * 128 * 1024));
    await fc.assert(
      fc.asyncProperty(shapes, async ({ length, piece, stalls, units }) => {
        const pool = pools[units] ?? regionPool();
        const bytes = pattern(length, piece);
        let asked = 0;
        const stalling = { ...sourceOf(bytes, { piece }), ready: () => ((asked += 1) % stalls === 0 ? turn() : undefined) };
        const written = await gather(stalling, pool);
        expect(Buffer.compare(written.bytes, bytes)).toBe(0);
        expect(written.lengths.slice(0, -1).every((each) => each % 4096 === 0)).toBe(true);
        expect(written.peak).toBeLessThanOrEqual(2);
        expect(pool.held).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('fills one region while the other is written, and holds no third', async () => {
    const { peak, lengths } = await gather(sourceOf(pattern(5 << 20)), regionPool());
    expect(peak).toBe(2);
    expect(lengths.length).toBeLessThanOrEqual(7);
  });

  it('holds nothing while its source stalls, and has written what came', async () => {
    const pool = regionPool();
    const bytes = pattern(500_000);
    const source = sourceOf(bytes, { piece: 100_000 });
    let stall = Promise.withResolvers<void>();
    const written: number[] = [];
    const stalling: ByteSource = { ...source, ready: () => (stall = Promise.withResolvers<void>()).promise };
    const done = writeBehind(stalling, {
      regions: pool,
      size: undefined,
      signal: undefined,
      write: async (_, length) => void written.push(length),
    });
    for (let stalls = 0; stalls < 6; stalls += 1) {
      await turn();
      await turn();
      expect(pool.held).toBe(0);
      expect(written.length).toBe(stalls);
      stall.resolve();
      await turn();
    }
    expect(await done).toBe(bytes.length);
  });

  it('takes a region for a small body of known size once', async () => {
    const pool = regionPool();
    let acquired = 0;
    const counting: RegionPool = { acquire: (options) => ((acquired += 1), pool.acquire(options)), held: 0 };
    for (const size of [1, 4096, 100_000, 700_000]) {
      acquired = 0;
      await writeBehind(sourceOf(pattern(size)), { regions: counting, size, signal: undefined, write: async () => undefined });
      expect(acquired).toBe(1);
    }
  });

  it('rejects with the failure of a write after it let go of everything, and reads no further', async () => {
    const pool = regionPool();
    const error = new Error('ENOSPC');
    let reads = 0;
    const source = sourceOf(pattern(8 << 20), { onRead: () => (reads += 1) });
    const write = async (): Promise<void> => {
      await turn();
      throw error;
    };
    await expect(writeBehind(source, { regions: pool, size: undefined, signal: undefined, write })).rejects.toBe(error);
    expect(pool.held).toBe(0);
    expect(reads).toBeLessThanOrEqual(3);
  });

  it('rejects with the failure of its source only after the write under way is over', async () => {
    const pool = regionPool();
    let writing = false;
    const write = async (): Promise<void> => {
      writing = true;
      for (let wait = 0; wait < 20; wait += 1) await turn();
      writing = false;
    };
    const source = sourceOf(pattern(3 << 20), { error: new Error('gone') });
    await expect(writeBehind(source, { regions: pool, size: undefined, signal: undefined, write })).rejects.toThrow('gone');
    expect([writing, pool.held]).toEqual([false, 0]);
  });
});
