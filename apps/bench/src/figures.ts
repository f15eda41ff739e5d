import { requestBytes, type Cell } from './cell.ts';
import type { LoadOutcome } from './load/load-phase.ts';
import type { CpuTime } from './server/process-figures.ts';
import type { MemoryPeak } from './server/watch-memory.ts';

/** What was measured in one cell. Answered requests only are counted. */
export interface Figures {
  readonly requests: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly mibPerSecond: number;
  /** The server's own processor time, all its processes together. */
  readonly cpuUserSeconds: number;
  readonly cpuSystemSeconds: number;
  readonly cpuMsPerRequest: number;
  readonly cpuSecondsPerGib: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Peak of the process that held most, anonymous and shared memory, MiB. */
  readonly memoryMib: number;
  /** Peak of all processes together. */
  readonly memoryTogetherMib: number;
  /** Failed requests, wrong answers, and what else was wrong with the server; of the preparations too. */
  readonly errors: number;
  /** Answers that were compared with what was put. */
  readonly checked: number;
  /** Share of the time, 0 to 1, in which the load process itself was busy. */
  readonly clientBusy: number;
}

/** A cell with its figures, as a result file holds it. */
export interface Row extends Cell, Figures {}

export interface Measured {
  readonly outcome: LoadOutcome;
  readonly cpu: CpuTime;
  readonly memory: MemoryPeak;
  readonly errors: number;
  readonly checked: number;
}

export function figuresOf(cell: Cell, { outcome, cpu, memory, errors, checked }: Measured): Figures {
  const { requests, seconds } = outcome;
  const size = requestBytes(cell);
  const cpuSeconds = cpu.user + cpu.system;
  return {
    requests,
    seconds,
    requestsPerSecond: requests / seconds,
    mibPerSecond: (requests * size) / 2 ** 20 / seconds,
    cpuUserSeconds: cpu.user,
    cpuSystemSeconds: cpu.system,
    cpuMsPerRequest: (cpuSeconds * 1000) / requests,
    cpuSecondsPerGib: (cpuSeconds * 2 ** 30) / (requests * size),
    p50Ms: outcome.p50,
    p99Ms: outcome.p99,
    memoryMib: memory.largest / 2 ** 20,
    memoryTogetherMib: memory.together / 2 ** 20,
    errors,
    checked,
    clientBusy: outcome.clientBusy,
  };
}

/** Figures that a working measurement cannot leave at nothing. */
const positive = [
  'requests',
  'requestsPerSecond',
  'mibPerSecond',
  'cpuMsPerRequest',
  'cpuSecondsPerGib',
  'p50Ms',
  'p99Ms',
  'memoryMib',
  'memoryTogetherMib',
  'checked',
] as const satisfies readonly (keyof Figures)[];

/** What is wrong with a row, in words: errors, and figures that are not there. How large a figure is does not matter. */
export function flawsOf(row: Row): string[] {
  const missing = positive.filter((name) => !(Number.isFinite(row[name]) && row[name] > 0)).map((name) => `${name} is ${row[name]}`);
  return row.errors === 0 ? missing : [`${row.errors} errors`, ...missing];
}
