import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of some processes since each began, in seconds. */
export interface CpuTime {
  readonly user: number;
  readonly system: number;
}

/** Clock ticks per second in `/proc`, the same on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** A process and all its descendants, itself first; empty when it is gone. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)]);
  }
  const tree = statOf(root) === undefined ? [] : [root];
  for (const process of tree) tree.push(...(children.get(process) ?? []));
  return tree;
}

/** What the kernel charged to these processes; one that is gone counts nothing. */
export function cpuTimeOf(processes: readonly number[]): CpuTime {
  const stats = processes.map(statOf).filter((stat) => stat !== undefined);
  return { user: sum(stats.map(({ user }) => user)), system: sum(stats.map(({ system }) => system)) };
}

/** Bytes of anonymous and shared memory that a process holds; a mapped database file is page cache and does not count. 0 when it is gone. */
export function memoryOf(process: number): number {
  const status = readProc(`${process}/status`) ?? '';
  return sum([...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].map(([, kilobytes]) => Number(kilobytes) * 1024));
}

interface ProcessStat extends CpuTime {
  readonly parent: number;
}

function statOf(process: number): ProcessStat | undefined {
  const text = readProc(`${process}/stat`);
  if (text === undefined) return undefined;
  // The name, in parentheses, may itself hold blanks and parentheses; the fields behind it are counted from the state, number 3 in proc(5).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return { parent: field(4), user: field(14) / ticksPerSecond, system: field(15) / ticksPerSecond };
}

/** A file of `/proc`; nothing when the process is gone. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
