import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure, createServer, type Server } from 'node:tls';
import type { Leaves } from '../tls/leaves.ts';
import { joinSockets } from './join-sockets.ts';

/** The server that connections to the vendor's names end at. */
export interface ServedTarget {
  /** A connection of its own; `secure`: the client will speak TLS on it, else plain HTTP. */
  connect(secure: boolean): Socket;
}

/** Two ports of this machine, one for each. */
export function portsTarget(ports: { readonly plain: number; readonly secure: number }): ServedTarget {
  return { connect: (secure) => toLoopback(secure ? ports.secure : ports.plain) };
}

/** A server under a URL, and the port of `tlsFront` for it. */
export function endpointTarget(endpoint: URL, frontPort: number): ServedTarget {
  return { connect: (secure) => (secure ? toLoopback(frontPort) : toEndpoint(endpoint)) };
}

/** What makes HTTPS of a server. */
export interface TlsFront {
  /** Not listening yet. */
  readonly server: Server;
  /** Breaks its connections. */
  close(): Promise<void>;
}

/** Ends TLS with certificates of an authority and passes what is inside to the server of a URL. */
export function tlsFront(endpoint: URL, leaves: Leaves): TlsFront {
  const { cert, key } = leaves.unnamed();
  const clients = new Set<Socket>();
  const server = createServer(
    {
      cert,
      key,
      SNICallback(servername, done) {
        try {
          done(null, leaves.secureContextFor(servername));
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
        }
      },
    },
    (client) => joinSockets(client, toEndpoint(endpoint)),
  ).on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('connection', (client: Socket) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
  });
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of clients) client.destroy();
      }),
  };
}

function toLoopback(port: number): Socket {
  return connectPlain({ host: '127.0.0.1', port, allowHalfOpen: true });
}

/** A connection to the server of a URL, inside TLS where that says so. */
export function toEndpoint({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:')
    return connectSecure({ host, port: Number(port || 443), ...(/[a-z]/i.test(host) ? { servername: host } : {}) });
  return connectPlain({ host, port: Number(port || 80), allowHalfOpen: true });
}
