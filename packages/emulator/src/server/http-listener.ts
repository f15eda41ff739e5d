import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Socket } from 'node:net';
import { watchConnections, type Connections } from './connections.ts';
import type { EmulatorNode } from './emulator-node.ts';
import { listenOn, type ListenAddress } from './listen-on.ts';
import { malformedRequestReply } from './malformed-request.ts';
import type { TlsMaterial } from './tls-files.ts';

/** Times in milliseconds, sizes in bytes. */
const HTTP_LIMITS = {
  /** Longer than the 60 s after which usual load balancers and client pools give up an idle connection, so that the server is never first. */
  keepAliveTimeout: 75_000,
  /** For the request line and headers, also of a connection that sends nothing. */
  headersTimeout: 30_000,
  /** None: a 5 GiB upload over a slow line takes hours. A body that stands still is ended by `idleTimeout`. */
  requestTimeout: 0,
  connectionsCheckingInterval: 5_000,
  idleTimeout: 300_000,
  /** An object name of 1,023 bytes takes three times that in a URL, user metadata 8 KiB, a session token 4 KiB or more. */
  maxHeaderSize: 64 * 1024,
} as const;

type HttpLimits = { readonly [Name in keyof typeof HTTP_LIMITS]: number };

export interface HttpListenerOptions extends ListenAddress {
  /** Absent: plain HTTP. */
  readonly tls?: TlsMaterial | undefined;
  readonly limits?: Partial<HttpLimits>;
}

/** A port that is open for requests. */
export interface HttpListener {
  readonly port: number;
  /** Takes no more connections and requests, lets those in flight finish for at most `graceMs`, then cuts them off; resolves when none is left. */
  close(graceMs: number): Promise<void>;
}

/** Serves `node` on an address; resolves once the port answers, rejects with `Fault('configuration')` when it cannot be had. */
export async function listenForRequests(node: EmulatorNode, options: HttpListenerOptions): Promise<HttpListener> {
  const server = httpServer(options);
  const connections = watchConnections(server, { secure: options.tls !== undefined });
  answerWith(node, server, connections);
  const port = await listenOn(server, options);
  return {
    port,
    async close(graceMs) {
      server.close();
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), graceMs);
      await connections.end(giveUp.signal);
      clearTimeout(timer);
    },
  };
}

function httpServer({ tls, limits }: HttpListenerOptions): Server {
  const { idleTimeout, ...http } = { ...HTTP_LIMITS, ...limits };
  const shared: ServerOptions = {
    ...http,
    insecureHTTPParser: false,
    // Node's own answer to a missing Host has no body and no request id; `answerWith` gives one that has.
    requireHostHeader: false,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  };
  const server =
    tls === undefined ? createServer(shared) : createSecureServer({ ...shared, ...tls, handshakeTimeout: http.headersTimeout });
  server.setTimeout(idleTimeout);
  return server;
}

function answerWith(node: EmulatorNode, server: Server, connections: Connections): void {
  const begin = (handle: EmulatorNode['handle']) => (request: IncomingMessage, response: ServerResponse) => {
    connections.began(request.socket, response);
    if (request.headers.host === undefined && request.httpVersion === '1.1') refuse(request.socket, 'MISSING_HOST');
    else handle(request, response);
  };
  const refuse = (socket: Socket, parserCode: string): void => {
    if (socket.writable) socket.end(malformedRequestReply(parserCode));
    else socket.destroy();
  };
  server.on(
    'request',
    begin((request, response) => node.handle(request, response)),
  );
  server.on(
    'checkContinue',
    begin((request, response) => node.handleContinue(request, response)),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!(socket instanceof Socket)) return;
    const owed = connections.owed(socket);
    // Inside a reply that has begun an error reply would be taken for a part of it; after a whole request, its body went on: the connection
    // breaks, and nothing is stored (observed behaviour 4).
    if (owed !== undefined && (owed.headersSent || owed.req.complete)) socket.destroy();
    else refuse(socket, error.code ?? '');
  });
}
