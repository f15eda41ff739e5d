import { describe, expect, it } from 'vitest';
import { encryptionCostLines, encryptionCosts } from '../../src/report/encryption-costs.ts';
import { rowOf } from './rows.ts';

describe('encryptionCosts', () => {
  it('is the difference to the same cell without encryption', () => {
    const rows = [
      rowOf({ mode: 'AES256', cpuSecondsPerGib: 3 }),
      rowOf({ mode: 'none', cpuSecondsPerGib: 2.5 }),
      rowOf({ mode: 'none', cpuSecondsPerGib: 1, operation: 'get' }),
      rowOf({ mode: 'SM4', size: 4096, cpuMsPerRequest: 0.5 }),
      rowOf({ mode: 'none', size: 4096, cpuMsPerRequest: 0.25 }),
    ];
    expect(encryptionCosts(rows)).toEqual([
      { operation: 'put', size: 64 << 20, mode: 'AES256', connections: 1, workers: 1, cpu: 0.5, unit: 's/GiB' },
      { operation: 'put', size: 4096, mode: 'SM4', connections: 1, workers: 1, cpu: 0.25, unit: 'ms/req' },
    ]);
  });

  it('says nothing where nothing can be compared', () => {
    const rows = [rowOf({ mode: 'AES256' }), rowOf({ connections: 2 }), rowOf({ workers: 2 }), rowOf({ operation: 'get' })];
    expect(encryptionCosts(rows)).toEqual([]);
    expect(encryptionCostLines([])).toEqual([]);
  });
});
