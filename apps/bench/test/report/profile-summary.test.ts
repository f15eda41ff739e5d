import { describe, expect, it } from 'vitest';
import { selfTimes } from '../../src/report/profile-summary.ts';

const node = (id: number, functionName: string, url = '', lineNumber = 0) => ({ id, callFrame: { functionName, url, lineNumber } });

describe('selfTimes', () => {
  it('adds up the time of each function, without idle time', () => {
    const nodes = [node(1, '(idle)'), node(2, 'seal', 'file:///a/b/c.ts', 9), node(3, 'hash'), node(4, 'seal', 'file:///a/b/c.ts', 9)];
    const profile = { nodes, samples: [1, 2, 3, 4, 1], timeDeltas: [5, 1000, 30, 10, 60] };
    expect(selfTimes(profile)).toEqual([
      { place: 'seal b/c.ts:10', share: 0.9 },
      { place: 'hash', share: 0.1 },
    ]);
  });
});
