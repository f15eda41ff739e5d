import type { Cell, Operation } from './cell.ts';
import { isMode, MODES, type Mode } from './modes.ts';

/** Lists whose combinations are the cells of a run. */
export interface Selection {
  readonly operations: readonly Operation[];
  readonly sizes: readonly number[];
  readonly modes: readonly Mode[];
  readonly connections: readonly number[];
  readonly workers: readonly number[];
}

const operations = ['put', 'get'] as const;
const modes = Object.keys(MODES).filter(isMode);
const small = 4 * 2 ** 10;
const large = 64 * 2 ** 20;

/** Named sets of cells; what the command line lists takes the place of a list here. */
export const SELECTIONS = {
  full: [{ operations, sizes: [small, large], modes, connections: [1, 16, 64], workers: [1, 2] }],
  quick: [
    { operations, sizes: [small], modes: ['AES256', 'SM4'], connections: [16], workers: [2] },
    { operations, sizes: [large], modes: ['none', 'KMS'], connections: [1], workers: [1] },
  ],
  eightUploads: [{ operations: ['upload'], sizes: [2 ** 30], modes: ['AES256'], connections: [8], workers: [1] }],
  fiveGib: [{ operations, sizes: [5 * 2 ** 30], modes, connections: [1], workers: [1] }],
} as const satisfies Record<string, readonly Selection[]>;

/** The cells of a set under what the command line lists, puts before gets and modes side by side, so that what is compared is measured together. */
export function selectCells(set: readonly Selection[], listed: Partial<Selection>): Cell[] {
  const cells = set.flatMap((selection) => cellsOf({ ...selection, ...listed }));
  return [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()];
}

function cellsOf(selection: Selection): Cell[] {
  return selection.sizes.flatMap((size) =>
    selection.operations.flatMap((operation) =>
      selection.workers.flatMap((workers) =>
        selection.connections.flatMap((connections) => selection.modes.map((mode) => ({ operation, size, mode, connections, workers }))),
      ),
    ),
  );
}
