import type { Mode } from './modes.ts';
import { formatSize } from './sizes.ts';

export type Operation = 'put' | 'get';

/** One case of the matrix, measured on a server and a data folder of its own. */
export interface Cell {
  readonly operation: Operation;
  /** Bytes of each object. */
  readonly size: number;
  readonly mode: Mode;
  readonly connections: number;
  readonly workers: number;
}

/** The cell in words that can be a file name, such as `put-4KiB-AES256-c16-w1`; no two cells share it. */
export function cellName({ operation, size, mode, connections, workers }: Cell): string {
  return `${operation}-${formatSize(size)}-${mode}-c${connections}-w${workers}`;
}
