import type { Logger } from './logger.ts';

/** Background rounds that go on until they are stopped. */
export interface Sweeper {
  /** Starts no more rounds; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Runs `sweep` every `everyMs` after the former round's end, never two at a time. A round that fails is logged and the next one comes. */
export function startSweeper(sweep: () => Promise<void>, everyMs: number, log: Logger): Sweeper {
  let round: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      round = runRound().finally(schedule);
    }, everyMs);
    timer.unref();
  }
  async function runRound(): Promise<void> {
    try {
      await sweep();
    } catch (err) {
      log.error({ err }, 'a round of background work failed');
    }
  }
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
