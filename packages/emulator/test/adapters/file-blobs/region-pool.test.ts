import { describe, expect, it } from 'vitest';
import { regionPool, type Region } from '../../../src/adapters/file-blobs/region-pool.ts';

const kibibyte = 1024;
const lengths = (regions: readonly Region[]): number[] => regions.map(({ bytes }) => bytes.length / kibibyte);

describe('regionPool', () => {
  it('gives page-aligned regions that do not overlap', async () => {
    const pool = regionPool(1024 * kibibyte);
    const regions = await Promise.all(Array.from({ length: 8 }, () => pool.acquire({ wanted: 1 })));
    expect(lengths(regions)).toEqual(Array(8).fill(128));
    expect(regions.every(({ bytes }) => bytes.byteOffset % 4096 === 0)).toBe(true);
    regions.forEach(({ bytes }, index) => bytes.fill(index));
    expect(regions.every(({ bytes }, index) => bytes.every((byte) => byte === index))).toBe(true);
  });

  it('gives large regions to few holders and small ones to many, within the budget', async () => {
    const pool = regionPool(16 * 1024 * kibibyte);
    const few = await Promise.all(Array.from({ length: 16 }, () => pool.acquire()));
    expect(lengths(few)).toEqual(Array(16).fill(1024));
    const waiting = Array.from({ length: 100 }, () => pool.acquire());
    for (const region of few) region.release();
    const many = await Promise.all(waiting);
    expect(Math.max(...lengths(many))).toBeLessThanOrEqual(256);
    expect(lengths(many).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(16 * 1024);
    expect(pool.held).toBe(100);
  });

  it('gives no more than is wanted, to whole units', async () => {
    const pool = regionPool();
    expect(lengths(await Promise.all([1, 129 * kibibyte, 300 * kibibyte].map((wanted) => pool.acquire({ wanted }))))).toEqual([
      128, 256, 512,
    ]);
  });

  it('serves those who wait in turn, whatever they want', async () => {
    const pool = regionPool(256 * kibibyte);
    const held = [await pool.acquire({ wanted: 1 }), await pool.acquire({ wanted: 1 })];
    const served: string[] = [];
    const wait = (name: string, wanted: number) => pool.acquire({ wanted }).then((region) => (served.push(name), region));
    const waiting = [wait('first', 1024 * kibibyte), wait('second', 1), wait('third', 1)];
    held[0]?.release();
    (await waiting[0])?.release();
    (await waiting[1])?.release();
    await waiting[2];
    expect(served).toEqual(['first', 'second', 'third']);
  });

  it('lets those who wait give up, and serves the others', async () => {
    const pool = regionPool(128 * kibibyte);
    const held = await pool.acquire();
    const controller = new AbortController();
    const reason = new Error('gone');
    const givenUp = pool.acquire({ signal: controller.signal });
    const next = pool.acquire();
    controller.abort(reason);
    await expect(givenUp).rejects.toBe(reason);
    await expect(pool.acquire({ signal: controller.signal })).rejects.toBe(reason);
    held.release();
    (await next).release();
    expect(pool.held).toBe(0);
  });

  it('takes no notice of a signal once the region is given', async () => {
    const pool = regionPool(128 * kibibyte);
    const held = await pool.acquire();
    const controller = new AbortController();
    const next = pool.acquire({ signal: controller.signal });
    held.release();
    const region = await next;
    controller.abort();
    expect(pool.held).toBe(1);
    region.release();
    expect(pool.held).toBe(0);
  });
});
