import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Row } from '../figures.ts';
import type { EncryptionCost } from './encryption-costs.ts';

/** What one run found out about one commit. */
export interface Result {
  readonly format: 'sse-bench/1';
  /** As `git describe --always --dirty` has it. */
  readonly commit: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly encryptionCosts: readonly EncryptionCost[];
}

export interface Machine {
  readonly processors: number;
  readonly model: string;
  readonly memoryGib: number;
  readonly kernel: string;
  readonly node: string;
}

/** Writes a result in place of a former one, and the folder for it where there is none; a reader never sees half of it. */
export async function writeResult(path: string, result: Result): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(result, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** Reads a result; rejects with a message that names the file when it is none. */
export async function readResult(path: string): Promise<Result> {
  const found: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isResult(found)) throw new Error(`${path} is not a result of pnpm bench`);
  return found;
}

function isResult(value: unknown): value is Result {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === 'sse-bench/1';
}
