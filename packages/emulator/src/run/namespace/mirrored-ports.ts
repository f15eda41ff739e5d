import { connect, createServer, type Server } from 'node:net';
import { listenOn } from '../../server/listen-on.ts';
import type { Place } from './agent-task.ts';
import { followListeners } from './followed-listeners.ts';
import type { Namespace } from './open-namespace.ts';
import { passOn } from './pass-on.ts';
import { LISTEN, type TcpSocket } from './tcp-sockets.ts';
import { watchTcp, type Watch } from './watch-tcp.ts';

/** Milliseconds: how soon a program inside finds a service of this machine that was started after it. */
const hostEvery = 250;

/** This machine's loopback and that of a namespace, as one. */
export interface MirroredPorts {
  /** To be told what sockets there are inside. */
  readonly seenInside: (sockets: readonly TcpSocket[]) => void;
  readonly stop: () => void;
}

export interface MirroredPortsOptions {
  /** Tells the run's own listeners inside from those of programs. */
  readonly isOwn: (place: Place) => boolean;
  /** The addresses of IPv4 at which a service that listens on all is looked for. */
  readonly loopback: readonly string[];
}

/**
 * Makes the services that listen on this machine's loopback addresses reachable on those of the namespace, and those that its programs start reachable
 * here. Resolves when all services that are there can be reached.
 */
export async function mirrorPorts(namespace: Namespace, { isOwn, loopback }: MirroredPortsOptions): Promise<MirroredPorts> {
  const inward = followListeners({
    listen: namespace.listen,
    serve: (client, { address, port }) => passOn(client, connect({ host: address, port, allowHalfOpen: true })),
  });
  const outward = followListeners({
    listen: listenHere,
    serve: (client, place) => {
      namespace.connect(place).then(
        (remote) => passOn(client, remote),
        () => client.resetAndDestroy(),
      );
    },
  });
  const seenHere = (sockets: readonly TcpSocket[]): Promise<void> =>
    inward.follow(loopbackPlaces(sockets, loopback).filter((place) => !outward.has(place) && !isOwn(place)));
  const { promise: first, resolve: told } = Promise.withResolvers<void>();
  const watch: Watch = watchTcp(process.pid, hostEvery, (sockets) => void seenHere(sockets).then(told));
  await first;
  return {
    seenInside: (sockets) => void outward.follow(loopbackPlaces(sockets, loopback).filter((place) => !inward.has(place) && !isOwn(place))),
    stop() {
      watch.stop();
      inward.close();
      outward.close();
    },
  };
}

/** The loopback places at which listeners can be reached. */
function loopbackPlaces(sockets: readonly TcpSocket[], loopback: readonly string[]): readonly Place[] {
  return sockets
    .filter(({ state }) => state === LISTEN)
    .flatMap(({ local: { address, port } }) => addressesOf(address, loopback).map((at) => ({ address: at, port })));
}

function addressesOf(address: string, loopback: readonly string[]): readonly string[] {
  if (address === '::') return [...loopback, '::1'];
  if (address === '0.0.0.0') return loopback;
  return address === '::1' || address.startsWith('127.') ? [address] : [];
}

async function listenHere({ address, port }: Place): Promise<Server> {
  const server = createServer({ allowHalfOpen: true });
  await listenOn(server, { host: address, port, shared: false });
  return server.on('error', () => {});
}
