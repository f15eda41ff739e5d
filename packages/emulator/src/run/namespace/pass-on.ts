import type { Socket } from 'node:net';
import { joinSockets } from '../join-sockets.ts';

/** Passes a client's bytes to another connection, which may still be opening, and back. Where that cannot be had, the client sees its own reset. */
export function passOn(client: Socket, remote: Socket): void {
  const failed = (): void => void client.resetAndDestroy();
  remote.once('error', failed);
  remote.once('connect', () => remote.off('error', failed));
  joinSockets(client, remote);
}
