import { headerText, parseHttpDate, type EncryptionRule, type HeaderRecord, type OperationName } from '@sse/core';
import type { Reply } from '../transport/call.ts';
import { CRC64_HEADER } from '../transport/checked-body.ts';
import { readEncryption } from './encryption-headers.ts';
import { readMetadata, type UserMetadata } from './user-metadata.ts';

/** The least that a reply says about an object; absent where it does not say it. */
export interface ObjectMeta extends Reply {
  /** Bytes of the whole plaintext. */
  readonly size: number | undefined;
  /** With its quotes. */
  readonly etag: string | undefined;
  readonly lastModified: Date | undefined;
  /** CRC-64 of the whole plaintext. */
  readonly crc64: bigint | undefined;
}

/** What the headers of a read say about an object; absent where the reply does not say it. */
export interface ObjectHead extends ObjectMeta {
  readonly contentType: string | undefined;
  /** `Normal`, `Multipart`, `Appendable` or `Symlink`. */
  readonly objectType: string | undefined;
  readonly storageClass: string | undefined;
  /** Absent when the object is not encrypted. */
  readonly encryption: EncryptionRule | undefined;
  readonly metadata: UserMetadata;
}

/** Reads what every reply about an object says. */
export function readObjectMeta({ status, requestId, headers }: Reply): ObjectMeta {
  const modified = parseHttpDate(headers['last-modified'] ?? '');
  const crc64 = headers[CRC64_HEADER];
  return {
    status,
    requestId,
    headers,
    size: sizeOf(headers),
    etag: headers['etag'],
    lastModified: modified === undefined ? undefined : new Date(modified),
    crc64: crc64 !== undefined && /^\d{1,20}$/.test(crc64) ? BigInt(crc64) : undefined,
  };
}

/** Reads the head of an object. Throws `OssTransportError` `malformed-reply` for an encryption that nobody knows. */
export function readObjectHead(reply: Reply, operation: OperationName): ObjectHead {
  const { headers } = reply;
  const type = headers['content-type'];
  return {
    ...readObjectMeta(reply),
    contentType: type === undefined ? undefined : headerText(type),
    objectType: headers['x-oss-object-type'],
    storageClass: headers['x-oss-storage-class'],
    encryption: readEncryption(headers, operation),
    metadata: readMetadata(headers),
  };
}

function sizeOf(headers: HeaderRecord): number | undefined {
  const range = headers['content-range'];
  const text = range === undefined ? headers['content-length'] : /\/(\d+)$/.exec(range)?.[1];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
