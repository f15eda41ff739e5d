import type { EncryptionRule } from '@sse/core';
import { readEncryption } from '../headers/encryption-headers.ts';
import { objectHeaders, type ObjectHeaders } from '../headers/object-headers.ts';
import { wireText } from '../headers/wire-text.ts';
import { objectResource } from '../resource.ts';
import type { CallOptions, Reply, Transport, WholeReply } from '../transport/call.ts';
import { CRC64_HEADER, crcMismatch } from '../transport/checked-body.ts';
import { replyOf } from '../transport/read-document.ts';
import { checkContentLength, uploadBody, type ObjectContent } from '../transport/upload-body.ts';

export interface PutObjectOptions extends ObjectHeaders, CallOptions {
  /** Bytes of a stream; absent, a stream goes out chunked. */
  readonly contentLength?: number | undefined;
  /** MD5 of the content in base64, for the service to check before it stores anything; absent: not checked. */
  readonly contentMd5?: string | undefined;
}

/** What the service says about an object that it has stored. */
export interface StoredObject extends Reply {
  /** With its quotes. */
  readonly etag: string | undefined;
  /** CRC-64 of the content, the same here and at the service; absent when the service does not tell. */
  readonly crc64: bigint | undefined;
  /** Absent when the object is not encrypted. */
  readonly encryption: EncryptionRule | undefined;
}

/**
 * `PUT /key`: creates or replaces an object of 5 GiB at most. Rejects with `OssTransportError` `crc-mismatch` when the service
 * received other bytes than were sent; the object then holds those.
 */
export async function putObject(
  transport: Transport,
  bucket: string,
  key: string,
  content: ObjectContent,
  options: PutObjectOptions = {},
): Promise<StoredObject> {
  const { contentLength, contentMd5, signal } = options;
  const body = uploadBody(content, contentLength);
  try {
    checkContentLength(contentLength);
    const md5 = contentMd5 === undefined ? {} : { 'content-md5': wireText('content-md5', contentMd5) };
    const headers = { ...objectHeaders(options), ...md5 };
    const reply = await transport.whole({ operation: 'PutObject', resource: objectResource(bucket, key), headers, body, signal });
    return storedObject(reply);
  } finally {
    body.discard();
  }
}

function storedObject(reply: WholeReply): StoredObject {
  const { headers, sent } = reply;
  const crc64 = sent?.crc64();
  const mismatch = crcMismatch('PutObject', headers, crc64);
  if (mismatch !== undefined) throw mismatch;
  const encryption = readEncryption(headers, 'PutObject');
  return { ...replyOf(reply), etag: headers['etag'], crc64: headers[CRC64_HEADER] === undefined ? undefined : crc64, encryption };
}
