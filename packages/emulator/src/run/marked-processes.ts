import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that processes get to end after they were asked to. */
const patience = 2_000;
const pollEvery = 25;

/**
 * Ends every process that has `variable=value` in the environment it was started with, except this one: asks, waits, then kills. They are found
 * where the system has `/proc`; elsewhere nothing happens. Resolves to how many there were.
 */
export async function endMarked(variable: string, value: string): Promise<number> {
  const mark = Buffer.from(`${variable}=${value}\0`);
  const asked = new Set<number>();
  for (let waited = 0; ; waited += pollEvery) {
    const left = await marked(mark);
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

async function marked(mark: Buffer): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => pid !== process.pid && (await holds(pid, mark))));
  return pids.filter((_pid, index) => found[index]);
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
