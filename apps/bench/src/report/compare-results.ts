import type { Cell } from '../cell.ts';
import { cellName } from '../cell.ts';
import type { Row } from '../figures.ts';
import { cellColumns } from './cell-columns.ts';
import { cpuFigure, cpuUnit } from './result-columns.ts';
import type { Result } from './result-file.ts';
import { figure, tableLine, titleLine, type Column } from './text-table.ts';

interface Pair extends Cell {
  readonly before: Row;
  readonly after: Row;
}

/** Two results side by side, with the ratio after ÷ before of each figure. */
export function compareResults(before: Result, after: Result): string[] {
  const afterRows = new Map(after.rows.map((row) => [cellName(row), row]));
  const pairs = before.rows.flatMap((row): Pair[] => {
    const other = afterRows.get(cellName(row));
    return other === undefined ? [] : [{ ...row, before: row, after: other }];
  });
  const alone = before.rows.length + after.rows.length - 2 * pairs.length;
  return [
    `before: ${before.commit}, ${before.startedAt}`,
    `after:  ${after.commit}, ${after.startedAt}`,
    '',
    titleLine(columns),
    ...pairs.map((pair) => tableLine(columns, pair)),
    ...(alone === 0 ? [] : ['', `${alone} cells are in one of the results only.`]),
    ...(JSON.stringify(before.machine) === JSON.stringify(after.machine)
      ? []
      : ['', 'The results are from different machines: the ratios say little.']),
  ];
}

const columns: readonly Column<Pair>[] = [
  ...cellColumns,
  ...figureColumns('CPU', 9, cpuFigure),
  { title: '', width: 6, left: true, text: ({ size }) => cpuUnit(size) },
  ...figureColumns('req/s', 8, ({ requestsPerSecond }) => requestsPerSecond),
  ...figureColumns('p99 ms', 9, ({ p99Ms }) => p99Ms),
  ...figureColumns('MiB', 6, ({ memoryMib }) => memoryMib),
];

/** A figure before and after, and the ratio. */
function figureColumns(title: string, width: number, of: (row: Row) => number): Column<Pair>[] {
  return [
    { title, width, text: ({ before }) => figure(of(before)) },
    { title: 'after', width: 6, text: ({ after }) => figure(of(after)) },
    { title: 'ratio', width: 5, text: ({ before, after }) => (of(after) / of(before)).toFixed(2) },
  ];
}
