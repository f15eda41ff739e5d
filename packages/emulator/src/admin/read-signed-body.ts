import { OssError, RpcError, type HeaderRecord } from '@sse/core';
import { equalBytes, fromUtf8, hash } from '@sse/core/primitives';
import type { RequestBody } from '../body/request-body.ts';
import { contentMd5 } from '../operations/read-document.ts';

/** The longest body that is read, in bytes; a policy is far shorter. */
const longestBody = 64 << 10;

/**
 * The body of a signed request as text, `''` where it has none. The signature covers Content-MD5 and not the body, so that a body needs it:
 * 400 `InvalidDigest` without it or with another; 400 `EntityTooLarge` over 64 KiB; 400 `InvalidParameter` for what is not UTF-8.
 */
export async function readSignedBody(body: RequestBody, headers: HeaderRecord): Promise<string> {
  const expected = contentMd5(headers);
  const bytes = await readShort(body);
  if (expected === undefined && bytes.length > 0)
    throw new OssError('InvalidDigest', { message: 'A body needs the header Content-MD5, which the signature covers.' });
  if (expected !== undefined && !equalBytes(hash('md5', bytes), expected)) throw new OssError('InvalidDigest');
  try {
    return fromUtf8(bytes);
  } catch {
    throw new RpcError('InvalidParameter', 'The document is not valid: expected UTF-8, got something else.');
  }
}

async function readShort(body: RequestBody): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let total = body.declared ?? 0;
  while (total <= longestBody) {
    await body.ready(longestBody);
    const piece = new Uint8Array(body.queued);
    body.take(piece);
    pieces.push(piece);
    total = pieces.reduce((sum, { length }) => sum + length, 0);
    if (total <= longestBody && body.ended && body.queued === 0) return Buffer.concat(pieces);
  }
  throw new OssError('EntityTooLarge', { message: `The document is longer than ${longestBody} bytes.` });
}
