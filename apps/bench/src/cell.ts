import type { Mode } from './modes.ts';
import { formatSize } from './sizes.ts';

/** `upload` is a put in parts of 8 MiB. */
const OPERATIONS = ['put', 'get', 'upload'] as const;

export type Operation = (typeof OPERATIONS)[number];

export function isOperation(word: string): word is Operation {
  return OPERATIONS.some((operation) => operation === word);
}

/** One case of the matrix, measured on a server and a data folder of its own. */
export interface Cell {
  readonly operation: Operation;
  /** Bytes of each object. */
  readonly size: number;
  readonly mode: Mode;
  readonly connections: number;
  readonly workers: number;
}

const largestPart = 8 * 2 ** 20;

/** Bytes of one request: of a part where the operation is an upload, an upload whose size is no multiple of 8 MiB has one part only. */
export function requestBytes({ operation, size }: Pick<Cell, 'operation' | 'size'>): number {
  return operation === 'upload' && size % largestPart === 0 ? largestPart : size;
}

/** The cell in words that can be a file name, such as `put-4KiB-AES256-c16-w1`; no two cells share it. */
export function cellName({ operation, size, mode, connections, workers }: Cell): string {
  return `${operation}-${formatSize(size)}-${mode}-c${connections}-w${workers}`;
}
