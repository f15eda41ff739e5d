import { describe, expect, it } from 'vitest';
import type { Cell } from '../src/cell.ts';
import { PACES, pacingOf, type Pacing } from '../src/pacing.ts';

const cell: Cell = { operation: 'get', size: 4096, mode: 'AES256', connections: 1, workers: 1 };
const paced = (chosen: Partial<Cell>): Pacing => pacingOf({ ...cell, ...chosen }, PACES.full);

describe('pacingOf', () => {
  it('warms up every worker, whatever connections the kernel gives it', () => {
    expect(paced({}).warmUpConnections).toBe(1);
    expect(paced({ workers: 2 }).warmUpConnections).toBe(16);
    expect(paced({ workers: 2, connections: 64 }).warmUpConnections).toBe(64);
  });

  it('warms up with no more connections than there are requests', () => {
    const { warmUp, warmUpConnections } = paced({ size: 64 << 20, connections: 64, workers: 2 });
    expect(warmUpConnections).toBe(warmUp?.most);
  });

  it('uploads an object for each connection, part by part, and reads them back', () => {
    const upload = { operation: 'upload', size: 1 << 30, connections: 8 } as const;
    expect(paced(upload)).toMatchObject({ objects: 8, measured: { least: 1024, most: 1024 }, readBack: 8, checkEvery: 1 });
    expect(paced({ ...upload, size: 1000 })).toMatchObject({ measured: { least: 8, most: 8 } });
  });

  it('checks each object in its turn', () => {
    const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
    for (const chosen of [{}, { size: 64 << 20 }]) {
      const { objects, checkEvery } = paced(chosen);
      expect(common(objects, checkEvery)).toBe(1);
    }
  });
});
