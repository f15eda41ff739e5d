import { encryptionEcho, OssError, readSseHeaders, resolveEncryption } from '@sse/core';
import { fromHex, toBase64 } from '@sse/core/primitives';
import { largestObject } from '../body/write-extent.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { invalid } from './list-parameters.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { contentMd5 } from './read-document.ts';
import type { Services } from './services.ts';

const STORAGE_CLASSES: readonly string[] = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

/** Longer types are refused: a head row is at most 1 KiB. */
const longestContentType = 512;

/** `PUT /key`: stores an object of known or chunked length under the encryption that its headers or the bucket's rule name. */
export async function putObject(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, body, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  refuseUnserved(headers);
  if (body.declared === undefined && headers['transfer-encoding'] === undefined) throw new OssError('MissingContentLength');
  if ((body.declared ?? 0) > largestObject) throw new OssError('EntityTooLarge');
  const { rule } = await services.documents.read(session, bucket.id, 'encryption');
  const decision = resolveEncryption(readSseHeaders(headers), rule);
  if (decision instanceof OssError) throw decision;
  const storageClass = headers['x-oss-storage-class'] ?? bucket.storageClass;
  if (!STORAGE_CLASSES.includes(storageClass)) throw invalid('x-oss-storage-class', storageClass);
  const head = await services.putObject({
    session,
    bucket,
    key,
    decision,
    body,
    contentMd5: contentMd5(headers),
    crc64: crc64Of(headers['x-oss-hash-crc64ecma']),
    contentType: contentType(headers['content-type']),
    storageClass,
    headers: storedHeaders(headers),
  });
  return {
    status: 200,
    headers: {
      ETag: `"${head.etag}"`,
      'Content-MD5': toBase64(fromHex(head.etag) ?? new Uint8Array()),
      'x-oss-hash-crc64ecma': head.crc64.toString(),
      ...encryptionEcho(head.encryption),
    },
  };
}

function contentType(header: string | undefined): string {
  if (header !== undefined && header.length > longestContentType) throw invalid('Content-Type', header.slice(0, 64));
  return header ?? 'application/octet-stream';
}

/** The checksum that the client expects, in decimal; 400 `InvalidCRC64` when it is none. */
function crc64Of(header: string | undefined): bigint | undefined {
  if (header === undefined) return undefined;
  if (!/^\d{1,20}$/.test(header)) throw new OssError('InvalidCRC64');
  return BigInt(header);
}
