import { fromUtf8 } from '@sse/core/primitives';
import type { Readable } from 'node:stream';
import { OssTransportError } from '../errors/transport-error.ts';
import { rangeHeaders, readContentRange, type ByteRange, type ContentRange } from '../headers/byte-range.ts';
import { readObjectHead, type ObjectHead } from '../headers/object-head.ts';
import { conditionHeaders, type ReadConditions } from '../headers/read-conditions.ts';
import { objectResource } from '../resource.ts';
import type { CallOptions, OpenReply, Transport } from '../transport/call.ts';
import { readAll } from '../transport/read-all.ts';

export interface GetObjectOptions extends ReadConditions, CallOptions {
  /** Absent: the whole object. */
  readonly range?: ByteRange | undefined;
}

/** An object, or a part of it, on its way. Its body must be read to the end or destroyed; until then it holds a connection. */
export interface ObjectReply extends ObjectHead {
  /** Where the bytes lie in the object; absent when they are all of it. */
  readonly contentRange: ContentRange | undefined;
  /**
   * The bytes as they arrive. They are good when the stream ends: it fails with `OssTransportError` `truncated-body` where they are fewer
   * than announced, and for a whole object with `crc-mismatch` where they are not those that were stored.
   */
  readonly body: Readable;
  /** All bytes, checked. Reads `body`. */
  bytes(): Promise<Uint8Array>;
  /** All bytes as UTF-8, checked; rejects with `TypeError` when they are not UTF-8. Reads `body`. */
  text(): Promise<string>;
}

/** `GET /key`: reads an object or a range of it; resolves when its headers are there. */
export async function getObject(transport: Transport, bucket: string, key: string, options: GetObjectOptions = {}): Promise<ObjectReply> {
  const { range, signal } = options;
  const headers = { ...conditionHeaders(options), ...(range === undefined ? {} : rangeHeaders(range)) };
  const alsoAccepted = range === undefined ? [] : [206];
  const reply = await transport.open({ operation: 'GetObject', resource: objectResource(bucket, key), headers, alsoAccepted, signal });
  try {
    return objectReply(reply, range);
  } catch (error) {
    reply.body.destroy();
    throw error;
  }
}

function objectReply(reply: OpenReply, range: ByteRange | undefined): ObjectReply {
  const { body, headers, status } = reply;
  const contentRange = range === undefined ? undefined : readContentRange(headers['content-range'], range);
  if (range !== undefined && (status !== 206 || contentRange === undefined)) {
    throw new OssTransportError(
      'malformed-reply',
      'GetObject',
      `expected the range ${JSON.stringify(range)}, got another or the whole object`,
      { requestId: reply.requestId },
    );
  }
  const bytes = (): Promise<Uint8Array> => readAll(body);
  return { ...readObjectHead(reply, 'GetObject'), contentRange, body, bytes, text: async () => fromUtf8(await bytes()) };
}
