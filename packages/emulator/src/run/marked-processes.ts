import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

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
 * Ends every process that has the mark, except this one: asks, waits, then kills. They are found where the system has `/proc`; elsewhere nothing
 * happens. Resolves to how many there were.
 */
export async function endMarked({ variable, value, networkOf }: ProcessMark): Promise<number> {
  const text = Buffer.from(`${variable}=${value}\0`);
  const network = networkOf === undefined ? undefined : await networkName(networkOf);
  const spared = [process.pid, networkOf];
  const isMarked = async (pid: number): Promise<boolean> =>
    !spared.includes(pid) && ((await holds(pid, text)) || (network !== undefined && (await networkName(pid)) === network));
  const asked = new Set<number>();
  for (let waited = 0; ; waited += pollEvery) {
    const left = await marked(isMarked);
    if (left.length === 0) return asked.size;
    for (const pid of left) {
      if (waited >= patience) send(pid, 'SIGKILL');
      else if (!asked.has(pid)) send(pid, 'SIGTERM');
      asked.add(pid);
    }
    // What cannot be killed, the system is busy with.
    if (waited >= 2 * patience) return asked.size;
    await pause(pollEvery);
  }
}

async function marked(isMarked: (pid: number) => Promise<boolean>): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(isMarked));
  return pids.filter((_pid, index) => found[index]);
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
