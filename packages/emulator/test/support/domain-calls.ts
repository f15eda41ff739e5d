import type { BucketName, ObjectKey, OperationName } from '@sse/core';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { ObjectCall } from '../../src/pipeline/call.ts';
import type { Reply } from '../../src/pipeline/reply.ts';
import { bufferedBody } from './buffered-body.ts';

export interface CallOptions {
  readonly bucket: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
}

/** A call as the pipeline hands it to an operation, in a session of its own. */
export function objectCall(
  operation: OperationName,
  { bucket, key, headers = {}, query = [], body = new Uint8Array(0) }: CallOptions,
): ObjectCall {
  return {
    operation,
    requestId: '0',
    bucket: bucket as BucketName,
    key: key as ObjectKey,
    query,
    headers,
    form: undefined,
    body: bufferedBody(body),
    session: openSession(),
    authorize: () => Promise.resolve(),
    scheme: 'http',
    host: 'localhost',
  };
}

/** The bytes of a reply, all of them; rejects when they break off or are not as many as it says. */
export async function bytesOf({ body = '' }: Reply): Promise<Buffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  try {
    for await (const batch of body.batches) pieces.push(...batch.map((piece) => Uint8Array.from(piece)));
  } finally {
    await body.close();
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== body.length) throw new Error(`expected ${body.length} bytes, got ${bytes.length}`);
  return bytes;
}
