import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '@sse/core';
import type { Logger } from './logger.ts';
import type { ServerSettings } from './server-settings.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

/** Workers that serve one port together; one that dies is replaced. */
export interface WorkerPool {
  readonly port: number;
  /** Resolves when a dead worker could not be replaced. */
  readonly broken: Promise<Fault>;
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
/** What a worker gets on top of the time for requests in flight, to close its files. */
const closingTime = 5_000;

/** Milliseconds before the n-th restart in a row: a tenth of a second, then twice as long each time, five seconds at most. */
export function restartDelay(attempt: number): number {
  return Math.min(100 * 2 ** (attempt - 1), 5_000);
}

/** Starts as many workers as the settings say; resolves when all of them answer, rejects with a `Fault` when one cannot start. */
export async function startWorkerPool({ entry, settings, log, onDeath }: WorkerPoolOptions): Promise<WorkerPool> {
  const alive = new Set<WorkerProcess>();
  const stopping = new AbortController();
  const broken = Promise.withResolvers<Fault>();

  async function start(port: number): Promise<WorkerProcess> {
    const worker = startWorker(entry, { ...settings, port });
    alive.add(worker);
    void worker.ended.then(() => alive.delete(worker));
    await worker.ready;
    return worker;
  }

  /** The worker's replacement; throws what kept the last attempt from starting. */
  async function replace(port: number, restarts: number): Promise<WorkerProcess> {
    for (let attempt = 1; ; attempt += 1) {
      await sleep(restartDelay(restarts + attempt), undefined, { signal: stopping.signal });
      try {
        return await start(port);
      } catch (err) {
        log.error({ err, attempt }, 'a worker could not be replaced');
        if (attempt === startAttempts || stopping.signal.aborted) throw err;
      }
    }
  }

  async function keepServing(first: WorkerProcess, port: number): Promise<void> {
    let worker = first;
    for (let restarts = 0; ;) {
      const since = performance.now();
      const how = await worker.ended;
      if (stopping.signal.aborted) return;
      log.warn({ worker: worker.pid, how }, 'a worker died and is replaced');
      onDeath();
      if (performance.now() - since > healthyLife) restarts = 0;
      worker = await replace(port, restarts);
      restarts += 1;
      log.info({ worker: worker.pid, port }, 'a new worker serves');
    }
  }

  async function stop(graceMs: number): Promise<void> {
    stopping.abort();
    const workers = [...alive];
    for (const worker of workers) worker.stop();
    const timer = setTimeout(() => workers.forEach((worker) => worker.kill()), graceMs + closingTime);
    await Promise.all(workers.map((worker) => worker.ended));
    clearTimeout(timer);
  }

  try {
    const first = start(settings.port);
    // Where the system chooses the port, the others have to wait for what the first one got.
    const port = settings.port === 0 ? await (await first).ready : settings.port;
    const others = Array.from({ length: settings.workers - 1 }, () => start(port));
    for (const worker of await Promise.all([first, ...others])) {
      keepServing(worker, port).catch((error: Fault) => {
        if (!stopping.signal.aborted) broken.resolve(error);
      });
    }
    return { port, broken: broken.promise, stop };
  } catch (error) {
    await stop(0);
    throw error;
  }
}
