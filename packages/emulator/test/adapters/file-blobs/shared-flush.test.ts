import { describe, expect, it } from 'vitest';
import { sharedFlush } from '../../../src/adapters/file-blobs/shared-flush.ts';

/** Flushes that end when told to. */
function controlled() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const flush = () => new Promise<void>((resolve, reject) => void ends.push({ resolve, reject }));
  return { ends, shared: sharedFlush(flush) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sharedFlush', () => {
  it('gives a call that comes while a flush runs the next one, which all such calls share', async () => {
    const { ends, shared } = controlled();
    let late = 0;
    const first = shared();
    const others = [shared(), shared(), shared()].map((call) => call.then(() => (late += 1)));
    expect(ends.length).toBe(1);
    ends[0]?.resolve();
    await first;
    await turn();
    expect([ends.length, late]).toEqual([2, 0]);
    ends[1]?.resolve();
    await Promise.all(others);
    expect([ends.length, late]).toEqual([2, 3]);
  });

  it('starts anew for a call that comes when nothing runs', async () => {
    const { ends, shared } = controlled();
    for (let round = 1; round <= 3; round += 1) {
      const call = shared();
      expect(ends.length).toBe(round);
      ends.at(-1)?.resolve();
      await call;
    }
  });

  it('tells those who asked for it of a failure, and nobody else', async () => {
    const { ends, shared } = controlled();
    const error = new Error('EIO');
    const first = shared();
    const second = shared();
    ends[0]?.reject(error);
    await expect(first).rejects.toBe(error);
    await turn();
    ends[1]?.resolve();
    await expect(second).resolves.toBeUndefined();
  });
});
