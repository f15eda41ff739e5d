import { tcpCounters, tcpSocketsOf, type TcpSocket } from './tcp-sockets.ts';

/** Something that goes on until it is stopped. */
export interface Watch {
  readonly stop: () => void;
}

/**
 * Tells the TCP sockets of the network that a process is in: at once, and from then on whenever they may have changed. The kernel tells nobody, so they
 * are asked for every so many milliseconds; all of them only when its counters have moved, because to list them takes milliseconds.
 */
export function watchTcp(pid: number, everyMs: number, tell: (sockets: readonly TcpSocket[]) => void): Watch {
  let before: string | undefined;
  const look = (): void => {
    const counters = tcpCounters(pid);
    if (counters === before) return;
    before = counters;
    tell(tcpSocketsOf(pid));
  };
  look();
  const timer = setInterval(look, everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
