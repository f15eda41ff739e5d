import { inForeground } from './process-table.ts';

/** Signals that are meant for the program that runs here. */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Those that a terminal sends to all programs in front of it, the child among them: it would get them twice. */
const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Signals that this process got, from `forwardSignals` on. */
export interface ForwardedSignals {
  /** The first one; absent: none yet. */
  readonly first: () => NodeJS.Signals | undefined;
  /** Sends those that come from now on to a program, and what came before but was not meant for it by a terminal. */
  readonly to: (send: (signal: NodeJS.Signals) => void) => void;
  readonly stop: () => void;
}

/** Keeps signals from ending this process, so that it can end what it started. */
export function forwardSignals(): ForwardedSignals {
  let first: NodeJS.Signals | undefined;
  let pending: NodeJS.Signals | undefined;
  let send: ((signal: NodeJS.Signals) => void) | undefined;
  const got = (signal: NodeJS.Signals): void => {
    first ??= signal;
    if (fromTerminal.includes(signal) && hasTerminal()) return;
    if (send === undefined) pending = signal;
    else send(signal);
  };
  for (const signal of forwarded) process.on(signal, got);
  return {
    first: () => first,
    to(next) {
      send = next;
      if (pending !== undefined) next(pending);
    },
    stop() {
      for (const signal of forwarded) process.off(signal, got);
    },
  };
}

/** Whatever its streams are: in `cat list | sse-emulator run …`, Ctrl-C still goes to all. */
function hasTerminal(): boolean {
  return inForeground() ?? [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}
