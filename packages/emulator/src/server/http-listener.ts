import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Socket } from 'node:net';
import { cutBodyShort } from '../body/request-body.ts';
import { watchConnections, type Connections } from './connections.ts';
import type { EmulatorNode } from './emulator-node.ts';
import { listenOn, type ListenAddress } from './listen-on.ts';
import { malformedRequestReply } from './malformed-request.ts';
import { pipelinedRequests } from './pipelined-requests.ts';
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
  // Clients that end their side after the request still get the reply. node does not document the option; it has no effect on TLS, where
  // the end of one side is the end of both.
  return Object.assign(server, { httpAllowHalfOpen: true });
}

function answerWith(node: EmulatorNode, server: Server, connections: Connections): void {
  const pipelined = pipelinedRequests();
  const serve = (handle: EmulatorNode['handle']) => {
    const begin = (request: IncomingMessage, response: ServerResponse): void => {
      if (isProper(request)) return handle(request, response);
      refuse(request.socket, 'IMPROPER');
      // Requests behind it wait for a reply that never is: nothing would read from the connection again.
      request.socket.destroySoon();
    };
    return (request: IncomingMessage, response: ServerResponse): void => {
      connections.began(request.socket, response);
      if (response.socket === null) pipelined.await(request.socket, response, () => begin(request, response));
      else begin(request, response);
    };
  };
  const handle = serve((request, response) => node.handle(request, response));
  server.on('request', handle);
  // RFC 9110 §10.1.1 lets expectations that are not known be ignored; node's own 417 has no body and no request id.
  server.on('checkExpectation', handle);
  server.on(
    'checkContinue',
    serve((request, response) => node.handleContinue(request, response)),
  );
  // A tunnel to somewhere else; without a listener node breaks the connection without a word.
  server.on('connect', (_request, socket) => {
    if (socket instanceof Socket) refuse(socket, 'IMPROPER');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket instanceof Socket) breakOff(socket, error.code ?? '', connections.newest(socket));
  });
}

/** What node's parser lets through and RFC 9112 does not: HTTP/1.1 without a Host or with several (§3.2), and versions that have another form. */
function isProper({ httpVersion, headers, rawHeaders }: IncomingMessage): boolean {
  if (httpVersion !== '1.1') return httpVersion === '1.0';
  if (headers.host === undefined) return false;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && (name === 'Host' || name === 'host' || name.toLowerCase() === 'host')) hosts += 1;
  }
  return hosts === 1;
}

/** What becomes of a connection whose bytes the parser refused with `parserCode`; `newest` is the response to the last request it understood. */
function breakOff(socket: Socket, parserCode: string, newest: ServerResponse | undefined): void {
  if (newest === undefined) return refuse(socket, parserCode);
  if (newest.req.complete) {
    // After a whole request comes the next one, or its body goes on: while its reply is owed, the connection breaks, and nothing is stored
    // (observed behaviour 4).
    if (newest.writableFinished) refuse(socket, parserCode);
    else socket.destroy();
    return;
  }
  // Inside a reply that has begun an error reply would be taken for a part of it, and after it for the reply to something else.
  if (newest.headersSent) return void socket.destroy();
  // The end of the client's side is the request's to answer; what is no HTTP is answered here, unless other replies come first.
  if (parserCode === 'HPE_INVALID_EOF_STATE' && cutBodyShort(newest.req)) newest.shouldKeepAlive = false;
  else if (newest.socket === null) socket.destroy();
  else refuse(socket, parserCode);
}

/** Answers what never became a request, and ends the connection. */
function refuse(socket: Socket, parserCode: string): void {
  if (socket.writable) socket.end(malformedRequestReply(parserCode));
  else socket.destroy();
}
