import type { Cell } from '../cell.ts';
import type { Row } from '../figures.ts';
import { cellColumns } from './cell-columns.ts';
import { cpuFigure, cpuUnit } from './result-columns.ts';
import { figure, tableLine, titleLine, type Column } from './text-table.ts';

/** Processor time that a kind of encryption takes on top of what the same requests take without. */
export interface EncryptionCost extends Cell {
  /** Seconds for each GiB where objects are large, ms for each request where they are small. */
  readonly cpu: number;
  readonly unit: string;
}

/** The cost for each encrypted row that has a row without encryption beside it. */
export function encryptionCosts(rows: readonly Row[]): EncryptionCost[] {
  return rows.flatMap((row) => {
    const { operation, size, mode, connections, workers } = row;
    const plain = rows.find((other) => other.mode === 'none' && sameButMode(other, row));
    if (mode === 'none' || plain === undefined) return [];
    return [{ operation, size, mode, connections, workers, cpu: cpuFigure(row) - cpuFigure(plain), unit: cpuUnit(size) }];
  });
}

/** The costs as a table; nothing when there are none. */
export function encryptionCostLines(costs: readonly EncryptionCost[]): string[] {
  const columns: readonly Column<EncryptionCost>[] = [
    ...cellColumns,
    { title: 'CPU over none', width: 13, text: ({ cpu }) => figure(cpu) },
    { title: '', width: 6, left: true, text: ({ unit }) => unit },
  ];
  return costs.length === 0 ? [] : [titleLine(columns), ...costs.map((cost) => tableLine(columns, cost))];
}

function sameButMode(a: Cell, b: Cell): boolean {
  return a.operation === b.operation && a.size === b.size && a.connections === b.connections && a.workers === b.workers;
}
