import { describe, expect, it } from 'vitest';
import { figuresOf, flawsOf } from '../src/figures.ts';
import { rowOf } from './report/rows.ts';

describe('figuresOf', () => {
  it('divides what was measured by what was answered', () => {
    const outcome = { requests: 64, seconds: 2, p50: 1, p99: 2, errors: 0, checked: 8, problems: [], clientBusy: 0.5 };
    const memory = { largest: 100 * 2 ** 20, together: 150 * 2 ** 20 };
    const measured = { outcome, memory, cpu: { user: 3, system: 1 }, errors: 0, checked: 9 };
    const cell = { operation: 'put', size: 32 * 2 ** 20, mode: 'none', connections: 1, workers: 1 } as const;
    expect(figuresOf(cell, measured)).toMatchObject({
      requestsPerSecond: 32,
      mibPerSecond: 1024,
      cpuMsPerRequest: 62.5,
      cpuSecondsPerGib: 2,
      memoryMib: 100,
      memoryTogetherMib: 150,
      checked: 9,
    });
  });
});

describe('flawsOf', () => {
  it('finds nothing wrong with a row that is well', () => {
    expect(flawsOf(rowOf({}))).toEqual([]);
  });

  it('names errors and figures that are not there', () => {
    expect(flawsOf(rowOf({ errors: 3 }))).toEqual(['3 errors']);
    expect(flawsOf(rowOf({ cpuSecondsPerGib: 0, p99Ms: Number.NaN, checked: 0 }))).toEqual([
      'cpuSecondsPerGib is 0',
      'p99Ms is NaN',
      'checked is 0',
    ]);
    expect(flawsOf(rowOf({ requests: 0, requestsPerSecond: 0 }))).toHaveLength(2);
  });
});
