import { constants } from 'node:os';

/** Signals by which a person or a service manager ends the server. */
const signals = ['SIGTERM', 'SIGINT'] as const;

/** Milliseconds that requests in flight get to finish after the server was asked to end. */
export const graceMs = 30_000;

/** Resolves to the first such signal; the next one ends the process at once. */
export async function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of signals) {
      process.on(signal, () => {
        if (asked) process.exit(128 + constants.signals[signal]);
        asked = true;
        resolve(signal);
      });
    }
  });
}
