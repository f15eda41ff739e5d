import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { processTable, type ProcessRow } from './process-table.ts';

/** Milliseconds that processes get to end after they were asked to. */
const patience = 2_000;
const pollEvery = 25;

/** What the processes of a run have in common. */
export interface ProcessMark {
  /** `variable=value` is in the environment that they were started with. */
  readonly variable: string;
  readonly value: string;
  /** Of a process whose network is theirs too, and who is none of them; absent: they have the network of all. */
  readonly networkOf?: number;
}

/**
 * Ends every process that has the mark, and all below them, except this one: asks, waits, then kills. They are found where the system has `/proc`;
 * elsewhere nothing happens. Resolves to how many there were.
 */
export async function endMarked({ variable, value, networkOf }: ProcessMark): Promise<number> {
  const text = Buffer.from(`${variable}=${value}\0`);
  const network = networkOf === undefined ? undefined : await networkName(networkOf);
  const spared = [process.pid, networkOf];
  /** When each was started, by pid. */
  const asked = new Map<number, string>();
  const isMarked = async ({ pid, started }: ProcessRow): Promise<boolean> =>
    !spared.includes(pid) &&
    (asked.get(pid) === started || (await holds(pid, text)) || (network !== undefined && (await networkName(pid)) === network));
  for (let waited = 0; ; waited += pollEvery) {
    const left = (await withAllBelow(isMarked)).filter(({ pid }) => !spared.includes(pid));
    if (left.length === 0) return asked.size;
    for (const { pid, started } of left) {
      if (waited >= patience) send(pid, 'SIGKILL');
      else if (asked.get(pid) !== started) send(pid, 'SIGTERM');
      asked.set(pid, started);
    }
    // What cannot be killed, the system is busy with.
    if (waited >= 2 * patience) return asked.size;
    await pause(pollEvery);
  }
}

/** The processes that are marked, and those below them, which may have an environment of their own. */
async function withAllBelow(isMarked: (row: ProcessRow) => Promise<boolean>): Promise<readonly ProcessRow[]> {
  const rows = await processTable();
  const found = await Promise.all(rows.map(isMarked));
  const pids = new Set(rows.filter((_row, index) => found[index]).map(({ pid }) => pid));
  for (let before = -1; before < pids.size;) {
    before = pids.size;
    for (const { pid, parent } of rows) if (pids.has(parent)) pids.add(pid);
  }
  return rows.filter(({ pid }) => pids.has(pid));
}

/** `undefined` for a process that has ended, or is another user's. */
async function networkName(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => undefined);
}

/** Those of other users, and those that have just ended, cannot be read. */
async function holds(pid: number, mark: Buffer): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`).catch(() => Buffer.alloc(0));
  return environment.subarray(0, mark.length).equals(mark) || environment.includes(Buffer.concat([Buffer.of(0), mark]));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
