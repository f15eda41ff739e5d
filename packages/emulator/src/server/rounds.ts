import type { Logger } from './logger.ts';

/** Milliseconds between rounds of lifecycle rules, whose times are days. */
export const lifecycleEvery = 600_000;

/** Background rounds that go on until they are stopped. */
export interface Rounds {
  /** Starts no more rounds and asks the one under way to end early; resolves when it has. */
  stop(): Promise<void>;
}

/** Runs `round` every `everyMs` after the former one's end, never two at a time. A round that fails is logged and the next one comes. */
export function startRounds(round: (signal: AbortSignal) => Promise<void>, everyMs: number, log: Logger): Rounds {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = run().finally(schedule);
    }, everyMs);
    timer.unref();
  }
  async function run(): Promise<void> {
    try {
      await round(stopping.signal);
    } catch (err) {
      log.error({ err }, 'a round of background work failed');
    }
  }
  schedule();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
