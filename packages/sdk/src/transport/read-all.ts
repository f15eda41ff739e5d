import type { Readable } from 'node:stream';
import { OssTransportError } from '../errors/transport-error.ts';
import type { CallName } from './call-name.ts';

/** All bytes of a stream. */
export async function readAll(body: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return joined(chunks);
}

/** The largest reply that is no object: a listing of 1,000 names of 1,023 escaped bytes is far below. */
const MAX_DOCUMENT_BYTES = 16 * 2 ** 20;

/** All bytes of a reply that is no object; one that does not end is a `malformed-reply`. */
export async function readDocumentBytes(body: Readable, operation: CallName): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) {
      throw new OssTransportError('malformed-reply', operation, `expected a document of at most ${MAX_DOCUMENT_BYTES} bytes, got more`);
    }
    chunks.push(chunk);
  }
  return joined(chunks);
}

/** One array of their own bytes. A slow network makes more chunks than a call can have arguments. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
