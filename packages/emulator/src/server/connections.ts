import type { ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';

/** The open connections of one HTTP server and what each is busy with. */
export interface Connections {
  /** Notes the newest response on its connection. */
  began(socket: Socket, response: ServerResponse): void;
  /** The response to the newest request of the connection, finished or not; `undefined` before the first. */
  newest(socket: Socket): ServerResponse | undefined;
  /** Calls `look` for each connection that owes a reply or still brings the body of a request. */
  busy(look: (socket: Socket, newest: ServerResponse) => void): void;
  /**
   * Ends each connection as soon as it owes no reply, idle ones at once; resolves when all are gone.
   * `signal` cuts the remaining ones off.
   */
  end(signal: AbortSignal): Promise<void>;
}

/** Starts to watch the connections of `server`, which must not be listening yet; `secure`: it speaks TLS. */
export function watchConnections(server: Server, { secure }: { readonly secure: boolean }): Connections {
  /** What requests come in on; under TLS, raw sockets are something else, and those in their handshake are nothing else. */
  const open = new Set<Socket>();
  const raw = new Set<Socket>();
  const newest = new WeakMap<Socket, ServerResponse>();
  const ended = Promise.withResolvers<void>();
  let ending = false;

  function settle(): void {
    if (!ending || open.size > 0) return;
    if (raw.size === 0) ended.resolve();
    for (const socket of raw) socket.destroy();
  }
  function keepIn(set: Set<Socket>, socket: Socket): void {
    set.add(socket);
    socket.once('close', () => {
      set.delete(socket);
      settle();
    });
  }
  server.on('connection', (socket: Socket) => keepIn(raw, socket));
  server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => keepIn(open, socket));

  const cutOff = (): void => open.forEach((socket) => socket.destroy());
  const isBusy = (socket: Socket): boolean => newest.get(socket)?.writableFinished === false;
  function endAfter(socket: Socket, response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('Connection', 'close');
    response.once('close', () => {
      if (!isBusy(socket)) socket.destroySoon();
    });
  }

  return {
    began(socket, response) {
      newest.set(socket, response);
      if (ending) endAfter(socket, response);
    },
    newest: (socket) => newest.get(socket),
    busy(look) {
      for (const socket of open) {
        const response = newest.get(socket);
        if (response !== undefined && (isBusy(socket) || !response.req.complete)) look(socket, response);
      }
    },
    async end(signal) {
      ending = true;
      for (const socket of open) {
        const response = newest.get(socket);
        if (response === undefined || response.writableFinished) socket.destroySoon();
        else endAfter(socket, response);
      }
      signal.addEventListener('abort', cutOff, { once: true });
      if (signal.aborted) cutOff();
      settle();
      await ended.promise;
      signal.removeEventListener('abort', cutOff);
    },
  };
}
