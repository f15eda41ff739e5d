import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOn } from '../server/listen-on.ts';
import { forwardRequest } from './forward-request.ts';
import { openTunnel } from './open-tunnel.ts';
import { proxyRoute, type RouteRules } from './proxy-route.ts';
import type { ProxySecret } from './proxy-secret.ts';
import type { ServedTarget } from './served-target.ts';

export interface RunProxyOptions extends RouteRules {
  readonly secret: ProxySecret;
  readonly target: ServedTarget;
  /** Is told of every host that was refused. */
  readonly refused: (host: string) => void;
}

/** A proxy that listens on a port of this machine. */
export interface RunProxy {
  readonly port: number;
  /** Breaks every connection that is still there. */
  close(): Promise<void>;
}

/** With this header a tunnel is opened without an answer: what follows the request goes through it at once. */
const silentHeader = 'x-sse-silent';

/**
 * Starts the proxy of a run on 127.0.0.1, for whoever shows its secret (others get 407): `CONNECT` and requests in absolute form. Hosts of the
 * vendor that the server serves end at the server; its others are refused with 403; the rest is passed on untouched, or refused.
 */
export async function runProxy(options: RunProxyOptions): Promise<RunProxy> {
  const server = createServer({ requireHostHeader: false });
  // A client's long wait is between it and the host it talks to.
  server.requestTimeout = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => answer(options, request, response));
  server.on('connect', (request, socket, head) => tunnel(options, request, socket, head));
  server.on('clientError', (_error, socket) => socket.destroy());
  const port = await listenOn(server, { host: '127.0.0.1', port: 0, shared: false });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answer(options: RunProxyOptions, request: IncomingMessage, response: ServerResponse): void {
  const refuse = (status: number, reason: string): void => {
    response.writeHead(status, refusalHeaders(status));
    response.end(refusalText(reason));
  };
  if (!options.secret.isShownBy(request.headers['proxy-authorization'])) return refuse(407, strangers);
  const url = URL.parse(request.url ?? '');
  if (url?.protocol !== 'http:') return refuse(400, 'expected CONNECT, or a request for an http:// URL');
  const route = proxyRoute(options, 'http', bare(url.hostname));
  if (route.to !== 'nowhere') return forwardRequest(request, response, { url, route, target: options.target });
  options.refused(bare(url.hostname));
  refuse(403, route.reason);
}

function tunnel(options: RunProxyOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // Until it is joined to another, nobody else listens.
  socket.on('error', () => socket.destroy());
  const isSilent = request.headers[silentHeader] !== undefined;
  const refuse = (status: number, reason: string): void => {
    if (isSilent || !socket.writable) return void socket.destroy();
    const headers = Object.entries(refusalHeaders(status)).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = refusalText(reason);
    socket.end(`HTTP/1.1 ${status} Refused\r\n${headers.join('')}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const accept = (): void => void (isSilent || socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  if (!options.secret.isShownBy(request.headers['proxy-authorization'])) return refuse(407, strangers);
  const [, name = '', port = ''] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(request.url ?? '') ?? [];
  if (name === '' || Number(port) > 65_535) return refuse(400, 'expected CONNECT host:port');
  const host = bare(name);
  const route = proxyRoute(options, 'https', host);
  if (route.to !== 'nowhere') return openTunnel({ socket, head, host, port: Number(port), accept, refuse }, route, options.target);
  options.refused(host);
  refuse(403, route.reason);
}

const strangers = 'this proxy is there for the programs of one run, which know its password';

function refusalHeaders(status: number): Readonly<Record<string, string>> {
  const challenge = status === 407 ? { 'Proxy-Authenticate': 'Basic realm="sse-emulator run"' } : {};
  return { ...challenge, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
}

function refusalText(reason: string): string {
  return `sse-emulator run: ${reason}\n`;
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase();
}
