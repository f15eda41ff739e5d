import { connect, type Socket } from 'node:net';
import { responseReader, type BodySink, type Response } from './response-reader.ts';

/** A request as it goes over the wire. */
export interface WireRequest {
  /** Request line and headers, perhaps with the body. */
  readonly head: Uint8Array;
  /** The body, where it is not in `head`. */
  readonly body?: Iterator<Uint8Array, void>;
}

/** One connection that is kept alive and carries one request at a time. */
export interface Line {
  /** Sends a request and resolves to its answer; rejects when the connection ends, is silent for too long, or carries anything else. */
  exchange(request: WireRequest, sink?: BodySink): Promise<Response>;
  /** Whether another request can be sent. */
  readonly usable: boolean;
  close(): void;
}

/** Milliseconds without a byte after which a request has failed; a server may be busy, but not that busy. */
const silenceLimit = 120_000;

/** One for all connections: a read and the call that looks at its bytes are one step. */
const received = Buffer.allocUnsafe(256 * 1024);

interface Waiting {
  readonly sink: BodySink | undefined;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
  sent: boolean;
}

/** Connects; rejects when that fails. */
export function openLine(host: string, port: number): Promise<Line> {
  const reader = responseReader();
  let waiting: Waiting | undefined;

  function settle(outcome: Response | Error): void {
    const request = waiting;
    waiting = undefined;
    if (outcome instanceof Error) {
      socket.destroy();
      request?.reject(outcome);
    } else request?.resolve(outcome);
  }

  function receive(bytes: Buffer): void {
    try {
      if (waiting === undefined) throw new Error('the server sent bytes that nobody asked for');
      const response = reader.push(bytes, waiting.sink);
      if (response === undefined) return;
      settle(waiting.sent ? response : new Error(`answered ${response.status} before the body was sent: ${response.refusal}`));
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  }

  const onread = { buffer: received, callback: (length: number): boolean => (receive(received.subarray(0, length)), true) };
  const socket: Socket = connect({ host, port, noDelay: true, onread });
  socket.setTimeout(silenceLimit, () => settle(new Error(`silence for ${silenceLimit} ms`)));
  socket.once('error', settle);
  socket.once('close', () => settle(new Error('the server ended the connection')));

  const line: Line = {
    exchange({ head, body }, sink) {
      return new Promise((resolve, reject) => {
        if (!line.usable) throw new Error('the server ended the connection');
        const request: Waiting = { sink, resolve, reject, sent: body === undefined };
        waiting = request;
        const room = socket.write(head);
        if (body !== undefined) sendBody(socket, body, room, () => (request.sent = true));
      });
    },
    get usable() {
      return !socket.destroyed && !socket.readableEnded;
    },
    close: () => void socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(line));
    socket.once('error', reject);
  });
}

/** Writes the body as fast as the socket takes it; `done` is called once the last piece is in the socket's hands. */
function sendBody(socket: Socket, body: Iterator<Uint8Array, void>, room: boolean, done: () => void): void {
  let next = body.next();
  const go = (): void => {
    for (let more = true; more;) {
      if (next.done === true) return;
      more = socket.write(next.value);
      next = body.next();
      if (next.done === true) done();
    }
    socket.once('drain', go);
  };
  if (room) go();
  else socket.once('drain', go);
}
