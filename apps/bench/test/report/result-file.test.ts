import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readResult, writeResult, type Result } from '../../src/report/result-file.ts';
import { rowOf } from './rows.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-bench-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const result: Result = {
  format: 'sse-bench/1',
  commit: 'abc',
  startedAt: '2026-01-01T00:00:00.000Z',
  machine: { processors: 1, model: 'x', memoryGib: 1, kernel: '6', node: 'v26.0.0' },
  rows: [rowOf({})],
  encryptionCosts: [],
};

describe('result files', () => {
  it('come back as they were written, the last one of several', async () => {
    const path = join(folder, 'new', 'result.json');
    await writeResult(path, { ...result, rows: [] });
    await writeResult(path, result);
    expect(await readResult(path)).toEqual(result);
  });

  it('are told from other files', async () => {
    const path = join(folder, 'other.json');
    await writeFile(path, '{"format":"another"}');
    await expect(readResult(path)).rejects.toThrow('other.json is not a result');
  });
});
