import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
import type { HttpLimits } from './http-limits.ts';

/** What a connection brought since it began to be waited for. */
interface Wait {
  readonly request: IncomingMessage;
  readonly bytesBefore: number;
  /** Looks at it in which the body was waited for. */
  looks: number;
}

/**
 * Looks at all connections every `connectionsCheckingInterval` and calls `timeOut` for those that brought fewer than `leastOfBody` bytes in
 * `bodyTimeout` of waiting for a body. While the server does not take bytes, the client is not waited for. What counts are looks, between
 * which the event loop took what had come, not time, of which much may pass while the process stands still.
 */
export function watchBodies(
  connections: Pick<Connections, 'busy'>,
  { bodyTimeout, leastOfBody, connectionsCheckingInterval }: HttpLimits,
  timeOut: (socket: Socket, response: ServerResponse) => void,
): { stop(): void } {
  const waits = new WeakMap<Socket, Wait>();
  const looksAllowed = Math.ceil(bodyTimeout / connectionsCheckingInterval);

  function look(socket: Socket, response: ServerResponse): void {
    const { req: request } = response;
    if (request.complete || request.readableFlowing !== true) return void waits.delete(socket);
    const wait = waits.get(socket);
    if (wait?.request !== request || socket.bytesRead - wait.bytesBefore >= leastOfBody)
      return void waits.set(socket, { request, bytesBefore: socket.bytesRead, looks: 0 });
    wait.looks += 1;
    if (wait.looks >= looksAllowed) timeOut(socket, response);
  }

  const timer = setInterval(() => connections.busy(look), connectionsCheckingInterval);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
