import { connect, type Socket } from 'node:net';
import type { ServedTarget } from '../served-target.ts';
import type { Place } from './agent-task.ts';
import { mirrorPorts } from './mirrored-ports.ts';
import type { NameRules } from './name-answer.ts';
import { namePort } from './name-files.ts';
import { serveNameConnections, serveNames } from './name-service.ts';
import { emptyDevices, gateway, networkPlan, othersDevice, servedPorts } from './network-plan.ts';
import { NamespaceRefused, type Namespace } from './open-namespace.ts';
import { passOn } from './pass-on.ts';
import { reachPlaces } from './reached-places.ts';
import { watchTcp, type Watch } from './watch-tcp.ts';

/** Milliseconds: how soon what programs inside do is seen. A SYN without an answer is sent again after a second. */
const insideEvery = 100;

export interface NetworkOptions {
  /** What connections to the vendor's names end at. */
  readonly target: ServedTarget;
  readonly blockOthers: boolean;
  /** Told of every name that is refused. */
  readonly refused: NameRules['refused'];
  /** That this machine asks for names. */
  readonly nameServers: readonly Place[];
  /** Its loopback addresses of IPv4. */
  readonly loopback: readonly string[];
}

/** Makes the network of a namespace reach the server under the vendor's names, this machine's services, and other hosts where they are not blocked. */
export async function connectNamespace(namespace: Namespace, options: NetworkOptions): Promise<Watch> {
  const { target, blockOthers, refused } = options;
  if (!blockOthers) await addOthersDevice(namespace);
  await namespace.ip(networkPlan({ others: !blockOthers }));
  const service = { rules: { gateway, blockOthers, refused }, servers: options.nameServers };
  const names = await namespace.datagrams({ address: gateway, port: namePort });
  serveNames(names, service);
  const nameConnections = await namespace.listen({ address: gateway, port: namePort });
  serveNameConnections(nameConnections, service);
  const address = blockOthers ? gateway : '0.0.0.0';
  const servers = await Promise.all(
    [servedPorts.http, servedPorts.https].map(async (port) => {
      const server = await namespace.listen({ address, port });
      return server.on('connection', (client: Socket) => passOn(client, destination(client, port, target)));
    }),
  );
  const isServed = (port: number): boolean => port === servedPorts.http || port === servedPorts.https;
  const isOwn = ({ address: at, port }: Place): boolean => !blockOthers && at.startsWith('127.') && isServed(port);
  const mirrored = await mirrorPorts(namespace, { isOwn, loopback: options.loopback });
  const reached = blockOthers ? undefined : reachPlaces(namespace);
  const watch = watchTcp(namespace.pid, insideEvery, (sockets) => {
    mirrored.seenInside(sockets);
    reached?.seenInside(sockets);
  });
  return {
    stop() {
      watch.stop();
      mirrored.stop();
      reached?.stop();
      names.close();
      for (const server of [nameConnections, ...servers]) server.close();
    },
  };
}

/** Of the first kind that this kernel has. */
async function addOthersDevice(namespace: Namespace): Promise<void> {
  for (const kind of emptyDevices) {
    const isThere = await namespace.ip([`link add ${othersDevice} type ${kind}`]).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new NamespaceRefused(`this kernel has no network device of the kinds ${emptyDevices.join(', ')}`);
}

/** The server for its own address; else what the client wanted to reach, as it is seen from here. */
function destination(client: Socket, port: number, target: ServedTarget): Socket {
  const { localAddress = gateway } = client;
  if (localAddress === gateway) return target.connect(port === servedPorts.https);
  return connect({ host: localAddress, port, allowHalfOpen: true });
}
