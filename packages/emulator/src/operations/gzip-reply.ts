import type { HeaderRecord } from '@sse/core';
import { gzipBatches } from '../body/gzip-batches.ts';
import type { ObjectHead } from '../domain/object-rows.ts';
import type { Reply, ReplyStream } from '../pipeline/reply.ts';

/** Bytes under which a text is sent as it is (observed behaviour 3). */
const leastBytes = 1024;
const TEXT_TYPE = /^(?:text\/|application\/(?:(?:x-)?javascript|json|xml)(?![\w.-])|application\/[\w.-]+\+(?:json|xml)(?![\w.-]))/i;
const GZIP = /(?:^|,)\s*gzip\s*(?:;\s*q=(?<weight>[\d.]+)\s*)?(?=,|$)/i;

/** Whether a GET of an object is answered with gzip to clients that take it: texts of 1 KiB or more that are not encoded already. */
export function isCompressible({ contentType, size }: Pick<ObjectHead, 'contentType' | 'size'>, replyHeaders: Reply['headers']): boolean {
  return size >= leastBytes && TEXT_TYPE.test(contentType) && replyHeaders?.['Content-Encoding'] === undefined;
}

/** Whether a client takes gzip: named, with a weight that is not 0. A client that asks for a range gets the bytes as they are. */
export function takesGzip(headers: HeaderRecord): boolean {
  const accepted = GZIP.exec(headers['accept-encoding'] ?? '');
  return accepted !== null && headers['range'] === undefined && Number(accepted.groups?.['weight'] ?? 1) > 0;
}

/**
 * The same reply, gzip-encoded while it is sent, so that its length is not known (observed behaviour 3). ETag and CRC-64 stay those of the object,
 * which clients have once they decoded it; Content-MD5 would be one of what is sent, and is left out.
 */
export function gzipReply(headers: Reply['headers'], body: Uint8Array | ReplyStream): Reply {
  const source = body instanceof Uint8Array ? oneBatch(body) : body.batches;
  const batches = gzipBatches(source);
  const close = async (): Promise<void> => {
    await batches.return();
    await (body instanceof Uint8Array ? undefined : body.close());
  };
  return {
    status: 200,
    headers: { ...headers, 'Content-MD5': undefined, 'Content-Encoding': 'gzip' },
    body: { length: undefined, batches, close },
  };
}

/** A copy: small objects are read from memory that is kept. */
async function* oneBatch(bytes: Uint8Array): AsyncGenerator<readonly Uint8Array[], void> {
  yield [Uint8Array.from(bytes)];
}
