import type { Row } from '../figures.ts';
import { isLarge } from '../sizes.ts';
import { cellColumns } from './cell-columns.ts';
import { figure, type Column } from './text-table.ts';

/** A row and the commit that it was measured on. */
export interface CommitRow extends Row {
  readonly commit: string;
}

/** The processor time of one request where objects are small, of one GiB where they are large. */
export function cpuFigure({ size, cpuMsPerRequest, cpuSecondsPerGib }: Pick<Row, 'size' | 'cpuMsPerRequest' | 'cpuSecondsPerGib'>): number {
  return isLarge(size) ? cpuSecondsPerGib : cpuMsPerRequest;
}

/** The unit of `cpuFigure`. */
export function cpuUnit(size: number): string {
  return isLarge(size) ? 's/GiB' : 'ms/req';
}

export const resultColumns: readonly Column<CommitRow>[] = [
  { title: 'commit', width: 13, left: true, text: ({ commit }) => commit },
  ...cellColumns,
  { title: 'req/s', width: 7, text: ({ requestsPerSecond }) => figure(requestsPerSecond) },
  { title: 'MiB/s', width: 6, text: ({ mibPerSecond }) => figure(mibPerSecond) },
  { title: 'CPU ms/req', width: 10, text: (row) => figure(isLarge(row.size) ? undefined : row.cpuMsPerRequest) },
  { title: 'CPU s/GiB', width: 9, text: (row) => figure(isLarge(row.size) ? row.cpuSecondsPerGib : undefined) },
  { title: 'p50 ms', width: 7, text: ({ p50Ms }) => figure(p50Ms) },
  { title: 'p99 ms', width: 7, text: ({ p99Ms }) => figure(p99Ms) },
  { title: 'memory MiB', width: 10, text: ({ memoryMib }) => figure(memoryMib) },
  { title: 'client busy', width: 11, text: ({ clientBusy }) => `${(clientBusy * 100).toFixed(0)} %` },
  { title: 'checked', width: 7, text: ({ checked }) => String(checked) },
  { title: 'errors', width: 6, text: ({ errors }) => String(errors) },
];
