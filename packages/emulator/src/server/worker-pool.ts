import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.ts';
import type { ServerSettings } from './server-settings.ts';
import { workerCrew, type WorkerCrew } from './worker-crew.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Workers that serve one port together; one that dies is replaced. */
export interface WorkerPool {
  readonly port: number;
  /** Rejects when a dead worker could not be replaced, with what kept the last attempt from starting. */
  readonly broken: Promise<never>;
  /** Lets every worker finish what is in flight for at most `graceMs`; resolves when all have ended. */
  stop(graceMs: number): Promise<void>;
}

export interface WorkerPoolOptions {
  readonly entry: string;
  readonly settings: ServerSettings;
  readonly log: Logger;
  /** Called after a worker died that nobody had asked to end. */
  readonly onDeath: () => void;
}

/** A worker that lived this long, in ms, was healthy: the delay before its replacement is the first again. */
const healthyLife = 10_000;
const startAttempts = 4;

/** Milliseconds before the n-th restart in a row: a tenth of a second, then twice as long each time, five seconds at most. */
export function restartDelay(attempt: number): number {
  return Math.min(100 * 2 ** (attempt - 1), 5_000);
}

/** Starts as many workers as the settings say; resolves when all of them answer, rejects with a `Fault` when one cannot start. */
export async function startWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const { entry, settings } = options;
  const crew = workerCrew(entry, settings);
  try {
    const first = crew.hire(settings.port);
    // Where the system chooses the port, the others have to wait for what the first one got.
    const port = settings.port === 0 ? await (await first).ready : settings.port;
    const others = Array.from({ length: settings.workers - 1 }, () => crew.hire(port));
    const workers = await Promise.all([first, ...others]);
    const broken = Promise.race(workers.map((worker) => keepServing(worker, port, crew, options)));
    return { port, broken, stop: (graceMs) => crew.dismiss(graceMs) };
  } catch (error) {
    await crew.dismiss(0);
    throw error;
  }
}

/** Replaces the worker whenever it dies; rejects when that cannot be done, and stays pending once the crew is dismissed. */
async function keepServing(first: WorkerProcess, port: number, crew: WorkerCrew, { log, onDeath }: WorkerPoolOptions): Promise<never> {
  let worker = first;
  let restarts = 0;
  for (;;) {
    const since = performance.now();
    const how = await worker.ended;
    if (crew.dismissed.aborted) return pending();
    log.warn({ worker: worker.pid, how }, 'a worker died and is replaced');
    onDeath();
    if (performance.now() - since > healthyLife) restarts = 0;
    const replacement = await replace(port, restarts, crew, log);
    if (replacement === undefined) return pending();
    worker = replacement;
    restarts += 1;
    log.info({ worker: worker.pid, port }, 'a new worker serves');
  }
}

/** A new worker, `undefined` once the crew is dismissed; throws what kept the last attempt from starting. */
async function replace(port: number, restarts: number, crew: WorkerCrew, log: Logger): Promise<WorkerProcess | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sleep(restartDelay(restarts + attempt), undefined, { signal: crew.dismissed });
      return await crew.hire(port);
    } catch (err) {
      if (crew.dismissed.aborted) return undefined;
      log.error({ err, attempt }, 'a worker could not be replaced');
      if (attempt === startAttempts) throw err;
    }
  }
}

async function pending(): Promise<never> {
  return new Promise(() => {});
}
