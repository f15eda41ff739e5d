import { OssError } from '@sse/core';
import { equalBytes, fromBase64, hash } from '@sse/core/primitives';
import type { Call } from '../pipeline/call.ts';

/** The longest request document that is read, in bytes; the XML codec has its own limits below it. */
const documentLimit = 2 << 20;

/**
 * The whole body of a request that carries a document. Throws 411 `MissingContentLength` when it is neither counted nor chunked, 400
 * `MalformedXML` when it is longer than any document may be, 400 `InvalidDigest` when it is not what Content-MD5 says.
 */
export async function readDocument(call: Pick<Call, 'body' | 'headers'>): Promise<Uint8Array> {
  requireLength(call);
  return readOptionalDocument(call);
}

/** Refuses a request that must have a body and says nothing of one: 411 `MissingContentLength`. */
export function requireLength({ body, headers }: Pick<Call, 'body' | 'headers'>): void {
  if (body.declared === undefined && headers['transfer-encoding'] === undefined) throw new OssError('MissingContentLength');
}

/** As `readDocument`, for requests that may do without one: nothing where there is neither length nor chunks. */
export async function readOptionalDocument({ body, headers }: Pick<Call, 'body' | 'headers'>): Promise<Uint8Array> {
  if ((body.declared ?? 0) > documentLimit) throw new OssError('MalformedXML');
  const pieces: Uint8Array[] = [];
  for (let total = 0; ;) {
    await body.ready(64 * 1024);
    const piece = new Uint8Array(body.queued);
    body.take(piece);
    pieces.push(piece);
    total += piece.length;
    if (total > documentLimit) throw new OssError('MalformedXML');
    if (body.ended && body.queued === 0) break;
  }
  const document = Buffer.concat(pieces);
  const expected = contentMd5(headers);
  if (expected !== undefined && !equalBytes(hash('md5', document), expected)) throw new OssError('InvalidDigest');
  return document;
}

/** The MD5 that Content-MD5 names, or `undefined` without the header; throws 400 `InvalidDigest` when it is not the base64 of 16 bytes. */
export function contentMd5(headers: Call['headers']): Uint8Array | undefined {
  const text = headers['content-md5'];
  if (text === undefined) return undefined;
  const md5 = fromBase64(text);
  if (md5?.length !== 16) throw new OssError('InvalidDigest');
  return md5;
}
