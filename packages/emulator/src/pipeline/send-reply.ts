import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { giveBack } from '@sse/core/primitives';
import type { Reply, ReplyStream } from './reply.ts';

/** Bytes that may wait in all responses together before more are read, and the least and the most for one. */
const waitingBudget = 32 << 20;
const leastWaiting = 64 << 10;
const mostWaiting = 1 << 20;

interface CommonHeaders {
  readonly requestId: string;
  /** Milliseconds that the server took. */
  readonly serverTime: number;
}

/** Sends a reply; rejects when a stream fails, maybe after bytes were sent: the caller then destroys the connection. */
export type SendReply = (response: ServerResponse, reply: Reply, common: CommonHeaders, bodyless: boolean) => Promise<void>;

/** Sends replies with the headers that every reply has (protocol reference §4.3). One for each process: its streams share a budget. */
export function replySender(): SendReply {
  let streams = 0;

  function waitingLimit(): number {
    return Math.min(mostWaiting, Math.max(leastWaiting, Math.floor(waitingBudget / streams)));
  }

  async function sendStream(response: ServerResponse, batches: ReplyStream['batches']): Promise<void> {
    for await (const pieces of batches) {
      writeBatch(response, pieces);
      if (response.destroyed) return;
      if (response.writableLength >= waitingLimit()) await drained(response);
    }
    response.end();
  }

  return async (response, reply, common, bodyless) => {
    const { body } = reply;
    if (typeof body !== 'object' || !('batches' in body)) {
      writeHead(response, reply, common, typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0));
      response.end(bodyless ? undefined : body);
      return;
    }
    streams += 1;
    try {
      writeHead(response, reply, common, body.length);
      await sendStream(response, body.batches);
    } finally {
      streams -= 1;
      await body.close();
    }
  };
}

/** A piece is the system's until its write was done, and nobody's afterwards. */
function writeBatch(response: ServerResponse, pieces: readonly Uint8Array[]): void {
  response.cork();
  for (const piece of pieces) response.write(piece, () => giveBack(piece));
  response.uncork();
}

function drained(response: ServerResponse): Promise<unknown> {
  const stop = new AbortController();
  const { signal } = stop;
  return Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() => stop.abort());
}

function writeHead(
  response: ServerResponse,
  { status, headers = {} }: Reply,
  { requestId, serverTime }: CommonHeaders,
  length: number | undefined,
): void {
  const raw = ['Server', 'AliyunOSS', 'x-oss-request-id', requestId, 'x-oss-server-time', String(serverTime)];
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.push(name, value);
  const counted = status !== 204 && status !== 304 && headers['Content-Length'] === undefined;
  if (counted && length !== undefined) raw.push('Content-Length', String(length));
  response.writeHead(status, raw);
}
