import type { ServerSettings } from './server-settings.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

/** All workers that are alive, and whether they are wanted. */
export interface WorkerCrew {
  /** Aborted once the crew is to end: nobody is replaced any more. */
  readonly dismissed: AbortSignal;
  /** Forks a worker for `port` and resolves once it answers; rejects with a `Fault` when it ends before. */
  hire(port: number): Promise<WorkerProcess>;
  /** Lets every worker finish what is in flight for at most `graceMs`; resolves when all have ended. */
  dismiss(graceMs: number): Promise<void>;
}

/** What a worker gets on top of the time for requests in flight, to close its files. */
const closingTime = 5_000;

export function workerCrew(entry: string, settings: ServerSettings): WorkerCrew {
  const alive = new Set<WorkerProcess>();
  const dismissal = new AbortController();
  return {
    dismissed: dismissal.signal,
    async hire(port) {
      const worker = startWorker(entry, { ...settings, port });
      alive.add(worker);
      void worker.ended.then(() => alive.delete(worker));
      await worker.ready;
      return worker;
    },
    async dismiss(graceMs) {
      dismissal.abort();
      const workers = [...alive];
      for (const worker of workers) worker.stop();
      const timer = setTimeout(() => workers.forEach((worker) => worker.kill()), graceMs + closingTime);
      await Promise.all(workers.map((worker) => worker.ended));
      clearTimeout(timer);
    },
  };
}
