import { tcpCounters, tcpSocketsOf, type TcpSocket } from './tcp-sockets.ts';

/** Something that goes on until it is stopped. */
export interface Watch {
  readonly stop: () => void;
}

/** Milliseconds after which sockets are listed though no counter has moved: one may have come for another that has gone. */
const atLeastEvery = 1_000;

/**
 * Tells the TCP sockets of the network that a process is in: at once, and from then on when they may have changed. The kernel tells nobody, so they
 * are asked for every so many milliseconds; all of them only when its counters have moved, or after a second, because to list them takes milliseconds.
 */
export function watchTcp(pid: number, everyMs: number, tell: (sockets: readonly TcpSocket[]) => void): Watch {
  let before: string | undefined;
  let waited = 0;
  const look = (): void => {
    const counters = tcpCounters(pid);
    waited += everyMs;
    if (counters === before && waited < atLeastEvery) return;
    before = counters;
    waited = 0;
    tell(tcpSocketsOf(pid));
  };
  look();
  const timer = setInterval(look, everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
