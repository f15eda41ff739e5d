import { OssError, type HeaderRecord } from '@sse/core';
import { invalid } from './list-parameters.ts';

/** Request headers of a write that are kept and repeated on reads, as replies spell them. */
export const CONTENT_HEADERS = {
  'cache-control': 'Cache-Control',
  'content-disposition': 'Content-Disposition',
  'content-encoding': 'Content-Encoding',
  'content-language': 'Content-Language',
  expires: 'Expires',
} as const;

const META = 'x-oss-meta-';
/** Bytes of names and values together (protocol reference §4.6). */
const metaLimit = 8 * 1024;

/** Headers of writes that ask for what this server cannot do: refused by name, for ignoring them would store something else than was asked. */
const UNSERVED = ['x-oss-callback', 'x-oss-callback-var'] as const;

/** User metadata and content headers of a write. Throws 400 `InvalidArgument` when the metadata is over 8 KiB. */
export function storedHeaders(headers: HeaderRecord): Record<string, string> {
  const stored: Record<string, string> = {};
  let metaBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const isMeta = name.startsWith(META);
    if (!isMeta && !Object.hasOwn(CONTENT_HEADERS, name)) continue;
    if (isMeta) metaBytes += name.length - META.length + Buffer.byteLength(value, 'latin1');
    stored[name] = value;
  }
  if (metaBytes > metaLimit) {
    throw new OssError('InvalidArgument', { message: `The user metadata is ${metaBytes} bytes; at most ${metaLimit} are allowed.` });
  }
  return stored;
}

/** Refuses a write whose headers mean what this server does not do: `NotImplemented` with the header's name. */
export function refuseUnserved(headers: HeaderRecord): void {
  for (const name of UNSERVED) if (headers[name] !== undefined) throw notImplemented(name);
}

/** False with `x-oss-forbid-overwrite: true` (protocol reference §4.6); 400 `InvalidArgument` for what is neither that nor `false`. */
export function mayReplace(headers: HeaderRecord): boolean {
  const forbidden = headers['x-oss-forbid-overwrite'] ?? 'false';
  if (!/^(?:true|false)$/i.test(forbidden)) throw invalid('x-oss-forbid-overwrite', forbidden);
  return forbidden.toLowerCase() === 'false';
}

function notImplemented(header: string): OssError {
  return new OssError('NotImplemented', { details: { Header: header } });
}
