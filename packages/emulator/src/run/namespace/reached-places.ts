import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from './agent-task.ts';
import { keyOf } from './followed-listeners.ts';
import type { Namespace } from './open-namespace.ts';
import { passOn } from './pass-on.ts';
import { SYN_SENT, type TcpSocket } from './tcp-sockets.ts';

/** Milliseconds in which a kernel sends a SYN again that nobody has answered (RFC 6298 §2), and a half more. */
const secondTry = 1_500;

/** Milliseconds for which a place is unreachable whose port a program inside has taken at all addresses. */
const takenFor = 30_000;

/** Milliseconds that a connection made to find out waits for the client that it was made for. */
const unclaimedFor = 5_000;

/** Places outside that programs inside ask for, on other ports than those that are passed on anyway. */
export interface ReachedPlaces {
  /** To be told what sockets there are inside. */
  readonly seenInside: (sockets: readonly TcpSocket[]) => void;
  readonly stop: () => void;
}

/**
 * Reaches every place that a program inside connects to. What is sent to one that is not known yet vanishes without an answer; its socket is seen to
 * wait, the place is tried from here, and the client's next SYN, a second later, finds a listener in its stead, or is refused as it would be here.
 */
export function reachPlaces(namespace: Namespace): ReachedPlaces {
  const known = new Set<string>();
  const servers: Server[] = [];
  const reach = async (place: Place): Promise<void> => {
    const found = await tryPlace(place);
    // A program that listens on all addresses has the port inside: its own service is not to be taken for the other host's.
    const server = found === undefined ? undefined : await listenFor(namespace, place, found).catch(() => void found.destroy());
    const isTaken = found !== undefined && server === undefined;
    const rule = `to ${place.address} ipproto tcp dport ${place.port} ${isTaken ? 'unreachable' : 'lookup local'}`;
    await namespace.ip([`rule add pref 9 ${rule}`]);
    if (server !== undefined) return void servers.push(server);
    await pause(isTaken ? takenFor : secondTry, undefined, { ref: false });
    await namespace.ip([`rule del pref 9 ${rule}`]);
    known.delete(keyOf(place));
  };
  return {
    seenInside(sockets) {
      for (const { state, remote } of sockets) {
        if (state !== SYN_SENT || remote.address.includes(':') || known.has(keyOf(remote))) continue;
        known.add(keyOf(remote));
        // The namespace has ended: nobody waits any more.
        reach(remote).catch(() => {});
      }
    },
    stop() {
      for (const server of servers) server.close();
    },
  };
}

/** A connection; `undefined` where there is none. */
async function tryPlace({ address, port }: Place): Promise<Socket | undefined> {
  const socket = connect({ host: address, port, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return undefined;
  }
}

/** The first client gets the connection that is there. */
async function listenFor(namespace: Namespace, place: Place, found: Socket): Promise<Server> {
  let first: Socket | undefined = found;
  found.once('error', () => found.destroy());
  const unclaimed = setTimeout(() => take()?.destroy(), unclaimedFor).unref();
  const take = (): Socket | undefined => {
    clearTimeout(unclaimed);
    const taken = first;
    first = undefined;
    return taken?.destroyed === true ? undefined : taken;
  };
  const server = await namespace.listen(place);
  return server.on('connection', (client: Socket) => {
    passOn(client, take() ?? connect({ host: place.address, port: place.port, allowHalfOpen: true }));
  });
}
