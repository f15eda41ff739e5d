import { createHash } from 'node:crypto';
import { crc64 } from '@sse/core/primitives';

/** An object as a plain store in memory has it. */
export interface ModelObject {
  readonly body: Buffer;
  /** Upper-case hex, with `-N` for an object of parts. */
  readonly etag: string;
  readonly type: 'Normal' | 'Multipart';
  /** User metadata and content type. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers that a reply repeats. */
  readonly encryption: Readonly<Record<string, string>>;
}

const md5 = (bytes: Uint8Array | string): string => createHash('md5').update(bytes).digest('hex').toUpperCase();

export function normalObject(body: Buffer, headers: ModelObject['headers'], encryption: ModelObject['encryption']): ModelObject {
  return { body, etag: md5(body), type: 'Normal', headers, encryption };
}

export function objectOfParts(
  parts: readonly Buffer[],
  headers: ModelObject['headers'],
  encryption: ModelObject['encryption'],
): ModelObject {
  return { body: Buffer.concat(parts), etag: `${md5(parts.map(md5).join(''))}-${parts.length}`, type: 'Multipart', headers, encryption };
}

/** What the reply to a GET or HEAD of the whole object must say, with `undefined` for headers that must not be there. */
export function expectedHeaders({ body, etag, type, headers, encryption }: ModelObject): Record<string, string | undefined> {
  return {
    etag: `"${etag}"`,
    'content-length': String(body.length),
    'x-oss-object-type': type,
    'x-oss-hash-crc64ecma': crc64(0n, body).toString(),
    'x-oss-server-side-encryption': undefined,
    'x-oss-server-side-data-encryption': undefined,
    ...encryption,
    ...headers,
  };
}
