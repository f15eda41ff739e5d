import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipBatches } from '../../src/body/gzip-batches.ts';

const batch = (at: number): Uint8Array[] => [Buffer.alloc(40_000, `${at} `), Buffer.alloc(30_000, `${at * 7} `)];

/** Batches that tell how many were taken, and whether they were closed. */
function source(count: number, fails = false): { batches: AsyncGenerator<Uint8Array[]>; seen: { taken: number; closed: boolean } } {
  const seen = { taken: 0, closed: false };
  async function* batches(): AsyncGenerator<Uint8Array[]> {
    try {
      for (; seen.taken < count; seen.taken += 1) yield batch(seen.taken);
      if (fails) throw new Error('damaged');
    } finally {
      seen.closed = true;
    }
  }
  return { batches: batches(), seen };
}

describe('gzipBatches', () => {
  it('gives the gzip of all bytes, in order', async () => {
    const pieces: Uint8Array[] = [];
    for await (const compressed of gzipBatches(source(50).batches)) pieces.push(...compressed);
    expect(gunzipSync(Buffer.concat(pieces)).equals(Buffer.concat(Array.from({ length: 50 }, (_, at) => batch(at)).flat()))).toBe(true);
  });

  it('reads no further than it is asked, and lets go of the source when it is closed', async () => {
    const { batches, seen } = source(100_000);
    const compressed = gzipBatches(batches);
    await compressed.next();
    const { taken } = seen;
    expect(taken).toBeLessThan(5000);
    await new Promise((turn) => setImmediate(turn));
    expect([seen.taken, seen.closed]).toEqual([taken, false]);
    await compressed.return();
    expect([seen.taken, seen.closed]).toEqual([taken, true]);
  });

  it('has no end where its source fails', async () => {
    const pieces: Uint8Array[] = [];
    const reading = (async () => {
      for await (const compressed of gzipBatches(source(200, true).batches)) pieces.push(...compressed);
    })();
    await expect(reading).rejects.toThrow('damaged');
    expect(() => gunzipSync(Buffer.concat(pieces))).toThrow(/unexpected end/);
  });
});
