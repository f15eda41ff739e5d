import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { giveBack } from '@sse/core/primitives';
import type { Reply, ReplyStream } from './reply.ts';

/** Bytes that may wait in a response before more are read. */
const waitingLimit = 1 << 20;

export interface CommonHeaders {
  readonly requestId: string;
  /** Milliseconds that the server took. */
  readonly serverTime: number;
}

/**
 * Sends a reply with the headers that every reply has (protocol reference §4.3).
 * Rejects when a stream fails after bytes were sent: the caller then destroys the connection.
 */
export async function sendReply(response: ServerResponse, reply: Reply, common: CommonHeaders, bodyless: boolean): Promise<void> {
  const { body } = reply;
  if (typeof body === 'object' && 'batches' in body) {
    await sendStream(response, reply, body, common);
    return;
  }
  writeHead(response, reply, common, typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0));
  response.end(bodyless ? undefined : body);
}

async function sendStream(response: ServerResponse, reply: Reply, { length, batches }: ReplyStream, common: CommonHeaders): Promise<void> {
  try {
    writeHead(response, reply, common, length);
    for await (const pieces of batches) {
      writeBatch(response, pieces);
      if (response.destroyed) return;
      if (response.writableLength >= waitingLimit) await drained(response);
    }
    response.end();
  } finally {
    await batches.return();
  }
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
  length: number,
): void {
  const raw = ['Server', 'AliyunOSS', 'x-oss-request-id', requestId, 'x-oss-server-time', String(serverTime)];
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.push(name, value);
  if (status !== 204 && status !== 304 && headers['Content-Length'] === undefined) raw.push('Content-Length', String(length));
  response.writeHead(status, raw);
}
