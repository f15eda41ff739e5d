import { createHash } from 'node:crypto';

const SSE = 'x-oss-server-side-encryption';
const SSE_KEY_ID = 'x-oss-server-side-encryption-key-id';
const SSE_DATA = 'x-oss-server-side-data-encryption';

/** What a request asks for, or a reply says; null where the header is absent. */
export interface Encryption {
  readonly algorithm: string | null;
  readonly keyId: string | null;
  readonly data: string | null;
}

export function encryption(algorithm: string | null = null, keyId: string | null = null, data: string | null = null): Encryption {
  return { algorithm, keyId, data };
}

/** Request headers that ask for `wanted`. */
export function sseRequest({ algorithm, keyId, data }: Encryption): Record<string, string> {
  const headers = { [SSE]: algorithm, [SSE_KEY_ID]: keyId, [SSE_DATA]: data };
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** What the headers of a reply say. */
export function sseOf({
  res: { headers },
}: {
  readonly res: { readonly headers: Readonly<Record<string, string | undefined>> };
}): Encryption {
  return encryption(headers[SSE], headers[SSE_KEY_ID], headers[SSE_DATA]);
}

export function describe({ algorithm, keyId, data }: Encryption): string {
  return [algorithm, data, keyId === null ? null : 'K'].map((word) => word ?? '-').join('/');
}

/** The ETag of an object that was put whole. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;
}

/** Bytes without a short period, so that a chunk in the wrong place shows. */
export function patternBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32BE(Math.imul(at, 2_654_435_761) >>> 0, at);
  return bytes;
}
