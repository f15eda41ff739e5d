import { describe, expect, it } from 'vitest';
import { cellName } from '../src/cell.ts';
import { diskNeeded, PACES, pacingOf } from '../src/pacing.ts';
import { selectCells, SELECTIONS } from '../src/select-cells.ts';

describe('selectCells', () => {
  it('has every combination of the full matrix once', () => {
    const names = selectCells(SELECTIONS.full, {}).map(cellName);
    expect(names).toHaveLength(2 * 2 * 4 * 3 * 2);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('get-64MiB-SM4-c64-w2');
  });

  it('puts what is listed in place of a list, and repeats nothing', () => {
    const cells = selectCells(SELECTIONS.quick, { sizes: [1 << 20], modes: ['KMS'], connections: [3], workers: [1] });
    expect(cells.map(cellName)).toEqual(['put-1MiB-KMS-c3-w1', 'get-1MiB-KMS-c3-w1']);
  });

  it('shows both operations, every mode, both sizes and both numbers of workers in the quick set', () => {
    const names = selectCells(SELECTIONS.quick, {}).map(cellName).join(' ');
    for (const word of ['put', 'get', 'none', 'AES256', 'KMS', 'SM4', '4KiB', '64MiB', 'w1', 'w2']) expect(names).toContain(word);
  });
});

describe('pacingOf', () => {
  const all = Object.values(SELECTIONS).flatMap((set) => selectCells(set, {}));

  it('keeps every data folder under 12 GiB', () => {
    for (const cell of all)
      for (const pace of Object.values(PACES)) expect(diskNeeded(cell, pacingOf(cell, pace))).toBeLessThan(12 * 2 ** 30);
  });

  it('has put every object that it reads back, and puts no two of one object at a time', () => {
    for (const cell of all.filter(({ operation }) => operation !== 'get')) {
      const { objects, warmUp, measured, readBack } = pacingOf(cell, PACES.quick);
      expect(readBack).toBeLessThanOrEqual(Math.max(warmUp?.least ?? 0, measured.least));
      expect(objects).toBeGreaterThanOrEqual(cell.connections);
    }
  });

  it('gives each object its turn to be checked', () => {
    for (const cell of all) {
      const { objects, checkEvery } = pacingOf(cell, PACES.full);
      const checked = new Set(Array.from({ length: objects }, (_, turn) => (turn * checkEvery) % objects));
      expect(checked.size).toBe(objects);
    }
  });
});
