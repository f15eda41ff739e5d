/** Signals that are meant for the program that runs here. */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Those that a terminal sends to all programs in front of it, the child among them: it would get them twice. */
const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Signals that this process got, from `forwardSignals` on. */
export interface ForwardedSignals {
  /** The first one; absent: none yet. */
  readonly first: () => NodeJS.Signals | undefined;
  /** Sends those that come from now on to a program. */
  readonly to: (send: (signal: NodeJS.Signals) => void) => void;
  readonly stop: () => void;
}

/** Keeps signals from ending this process, so that it can end what it started. */
export function forwardSignals(): ForwardedSignals {
  let first: NodeJS.Signals | undefined;
  let send: ((signal: NodeJS.Signals) => void) | undefined;
  const got = (signal: NodeJS.Signals): void => {
    first ??= signal;
    if (process.stdin.isTTY && fromTerminal.includes(signal)) return;
    send?.(signal);
  };
  for (const signal of forwarded) process.on(signal, got);
  return {
    first: () => first,
    to: (next) => void (send = next),
    stop() {
      for (const signal of forwarded) process.off(signal, got);
    },
  };
}
