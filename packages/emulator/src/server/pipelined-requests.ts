import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that a client sent ahead of the replies to earlier ones, of all connections of one server. */
export interface PipelinedRequests {
  /** Runs `begin` once the replies before `response` are finished; never, when the connection ends before that. */
  await(socket: Socket, response: ServerResponse, begin: () => void): void;
}

/**
 * Lets the requests of a connection begin one after the other. node gives each to the server as soon as it is parsed, so that a client could
 * make it read any number of objects at once. While one waits, nothing more is read from its connection: what waits is at most what one
 * read brought.
 */
export function pipelinedRequests(): PipelinedRequests {
  const waiting = new WeakMap<Socket, number>();

  return {
    await(socket, response, begin) {
      const before = waiting.get(socket) ?? 0;
      waiting.set(socket, before + 1);
      if (before === 0) {
        socket.on('resume', pauseAgain);
        socket.pause();
      }
      // A response is given the socket when it comes to the head of the queue.
      response.once('socket', () => {
        const left = (waiting.get(socket) ?? 1) - 1;
        waiting.set(socket, left);
        if (left === 0) {
          socket.off('resume', pauseAgain);
          socket.resume();
        }
        begin();
      });
    },
  };
}

/** node reads on whenever a reply has drained, and when a body is consumed. */
function pauseAgain(this: Socket): void {
  this.pause();
}
