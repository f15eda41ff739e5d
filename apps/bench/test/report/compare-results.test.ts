import { describe, expect, it } from 'vitest';
import { compareResults } from '../../src/report/compare-results.ts';
import type { Result } from '../../src/report/result-file.ts';
import { rowOf } from './rows.ts';

const machine = { processors: 2, model: 'x', memoryGib: 4, kernel: '6', node: 'v26.0.0' };
const resultOf = (commit: string, rows: Result['rows'], node = machine.node): Result => {
  return { format: 'sse-bench/1', commit, startedAt: '2026-01-01T00:00:00.000Z', machine: { ...machine, node }, rows, encryptionCosts: [] };
};

describe('compareResults', () => {
  it('sets the figures of one cell side by side', () => {
    const before = resultOf('aaa', [rowOf({ cpuSecondsPerGib: 4, requestsPerSecond: 10, p99Ms: 50, memoryMib: 100 })]);
    const after = resultOf('bbb', [rowOf({ cpuSecondsPerGib: 3, requestsPerSecond: 12.5, p99Ms: 55, memoryMib: 200 })]);
    const lines = compareResults(before, after);
    expect(lines[0]).toContain('aaa');
    expect(lines[1]).toContain('bbb');
    expect(lines).toHaveLength(5);
    expect(lines[4]?.split(/ +/)).toEqual('put 64MiB none 1 1 4.00 3.00 0.75 s/GiB 10.0 12.5 1.25 50.0 55.0 1.10 100 200 2.00'.split(' '));
  });

  it('says which cells have no counterpart and that machines differ', () => {
    const text = compareResults(
      resultOf('a', [rowOf({}), rowOf({ workers: 2 })]),
      resultOf('b', [rowOf({}), rowOf({ mode: 'KMS' })], 'v24.0.0'),
    ).join('\n');
    expect(text).toContain('2 cells are in one of the results only');
    expect(text).toContain('different machines');
  });
});
