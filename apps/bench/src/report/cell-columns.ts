import type { Cell } from '../cell.ts';
import { formatSize } from '../sizes.ts';
import type { Column } from './text-table.ts';

/** The columns that say which cell a line is about. */
export const cellColumns: readonly Column<Cell>[] = [
  { title: 'op', width: 6, left: true, text: ({ operation }) => operation },
  { title: 'size', width: 5, text: ({ size }) => formatSize(size) },
  { title: 'mode', width: 6, left: true, text: ({ mode }) => mode },
  { title: 'conns', width: 5, text: ({ connections }) => String(connections) },
  { title: 'workers', width: 7, text: ({ workers }) => String(workers) },
];
