import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { joinSockets } from './join-sockets.ts';
import type { ProxyRoute } from './proxy-route.ts';
import type { ServedTarget } from './served-target.ts';
import type { Upstream } from './upstream.ts';

/** A client that asked for a tunnel. */
export interface TunnelClient {
  readonly socket: Duplex;
  /** What it has sent behind its request. */
  readonly head: Buffer;
  readonly host: string;
  readonly port: number;
  /** Tells it that the tunnel is open. */
  readonly accept: () => void;
  /** Tells it why there is none, and ends the connection. */
  readonly refuse: (status: number, reason: string) => void;
}

/** The first byte of a TLS record of a handshake (RFC 8446 §5.1). */
const handshake = 0x16;

/** Opens the tunnel by its route. */
export function openTunnel(client: TunnelClient, route: Exclude<ProxyRoute, { to: 'nowhere' }>, target: ServedTarget): void {
  if (route.to === 'server') toServer(client, target);
  else if (route.to === 'host') toHost(client);
  else throughUpstream(client, route.upstream);
}

/** In both protocols the client speaks first, and the first byte tells which it is. */
function toServer({ socket, head, accept }: TunnelClient, target: ServedTarget): void {
  const begin = (first: Buffer): void => {
    const server = target.connect(first[0] === handshake);
    server.write(first);
    joinSockets(socket, server);
  };
  accept();
  if (head.length > 0) return begin(head);
  const ended = (): void => void socket.destroy();
  socket.once('end', ended);
  socket.once('data', (first: Buffer) => {
    socket.off('end', ended);
    socket.pause();
    begin(first);
  });
}

function toHost({ socket, head, host, port, accept, refuse }: TunnelClient): void {
  const remote = connect({ host, port, allowHalfOpen: true });
  const failed = (error: Error): void => refuse(502, `${host} port ${port} cannot be reached: ${error.message}`);
  remote.once('error', failed);
  socket.once('close', () => remote.destroy());
  remote.once('connect', () => {
    remote.off('error', failed);
    accept();
    carryOn(socket, head, remote);
  });
}

function throughUpstream({ socket, head, host, port, accept, refuse }: TunnelClient, upstream: Upstream): void {
  const path = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { authorization } = upstream;
  const asked = request({
    host: upstream.host,
    port: upstream.port,
    method: 'CONNECT',
    path,
    agent: false,
    headers: { Host: path, ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }) },
  });
  const refused = (status: number | undefined): void => refuse(502, `the proxy that was set answers ${status ?? 'nothing'} for ${path}`);
  asked.once('error', (error) => refuse(502, `the proxy that was set cannot be reached: ${error.message}`));
  asked.once('response', (answer) => {
    refused(answer.statusCode);
    answer.destroy();
  });
  asked.once('connect', ({ statusCode }, remote: Socket, early) => {
    if (statusCode !== 200) {
      remote.destroy();
      return refused(statusCode);
    }
    accept();
    if (early.length > 0) socket.write(early);
    carryOn(socket, head, remote);
  });
  asked.end();
}

function carryOn(client: Duplex, head: Buffer, remote: Socket): void {
  if (head.length > 0) remote.write(head);
  joinSockets(client, remote);
}
