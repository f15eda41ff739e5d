import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { cutBodyShort, timeOutBody } from '../body/request-body.ts';
import { watchConnections, type Connections } from './connections.ts';
import type { EmulatorNode } from './emulator-node.ts';
import { HTTP_LIMITS, type HttpLimits } from './http-limits.ts';
import { listenOn, type ListenAddress } from './listen-on.ts';
import { malformedRequestReply, type RefusalReason } from './malformed-request.ts';
import { pipelinedRequests } from './pipelined-requests.ts';
import type { ServedTls } from './open-tls.ts';
import { requestObjection } from './request-objection.ts';
import { secureServer } from './secure-server.ts';
import { watchBodies } from './slow-bodies.ts';

/** Milliseconds that a client whose request was refused has to end its side of the connection. */
const lingerTimeout = 2_000;

export interface HttpListenerOptions extends ListenAddress {
  /** Absent: plain HTTP. */
  readonly tls?: ServedTls;
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
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const server = httpServer(options.tls, limits);
  const connections = watchConnections(server, { secure: options.tls !== undefined });
  answerWith(node, server, connections, limits);
  const port = await listenOn(server, options);
  const bodies = watchBodies(connections, limits, timeOut);
  return {
    port,
    async close(graceMs) {
      server.close();
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), graceMs);
      await connections.end(giveUp.signal);
      clearTimeout(timer);
      bodies.stop();
    },
  };
}

function httpServer(tls: ServedTls, limits: HttpLimits): Server {
  const { keepAliveTimeout, headersTimeout, requestTimeout, connectionsCheckingInterval, maxHeaderSize, maxConnections } = limits;
  const shared: ServerOptions = {
    keepAliveTimeout,
    headersTimeout,
    requestTimeout,
    connectionsCheckingInterval,
    maxHeaderSize,
    insecureHTTPParser: false,
    // Node's own answer to a missing Host has no body and no request id; `answerWith` gives one that has.
    requireHostHeader: false,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  };
  const server = tls === undefined ? createServer(shared) : secureServer({ ...shared, handshakeTimeout: headersTimeout }, tls);
  server.setTimeout(limits.idleTimeout);
  server.maxConnections = maxConnections;
  // No limit of node's: it may leave out, without a word, what is beyond it. `requestObjection` refuses it.
  server.maxHeadersCount = 0;
  // Clients that end their side after the request still get the reply. node does not document the option; it has no effect on TLS, where
  // the end of one side is the end of both.
  return Object.assign(server, { httpAllowHalfOpen: true });
}

function answerWith(node: EmulatorNode, server: Server, connections: Connections, limits: HttpLimits): void {
  const pipelined = pipelinedRequests();
  const serve = (handle: EmulatorNode['handle']) => {
    const begin = (request: IncomingMessage, response: ServerResponse): void => {
      const objection = requestObjection(request, limits);
      if (objection === undefined) return handle(request, response);
      refuse(request.socket, objection);
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
    if (socket instanceof Socket) refuse(socket, 'NOT_A_REQUEST');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket instanceof Socket) breakOff(socket, error.code ?? '', connections.newest(socket));
  });
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

/** Ends the request behind `response`, whose body does not come on: with an error reply where none has begun. */
function timeOut(socket: Socket, response: ServerResponse): void {
  if (response.headersSent) socket.destroy();
  else if (timeOutBody(response.req)) response.shouldKeepAlive = false;
  else refuse(socket, 'ERR_HTTP_REQUEST_TIMEOUT');
}

/** Answers what never became a request, and ends the connection: for the client to read that, it stays a moment behind the reply. */
function refuse(socket: Socket, reason: RefusalReason): void {
  if (socket.writableEnded) return;
  if (!socket.writable) return void socket.destroy();
  socket.end(malformedRequestReply(reason));
  const timer = setTimeout(() => socket.destroy(), lingerTimeout);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
