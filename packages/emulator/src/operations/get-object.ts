import { OssError, type HeaderRecord } from '@sse/core';
import type { ObjectHead } from '../domain/object-rows.ts';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { selectRange } from './byte-range.ts';
import { invalid } from './list-parameters.ts';
import { checkConditions } from './conditions.ts';
import { gzipReply, isCompressible, takesGzip } from './gzip-reply.ts';
import { findObject, openRange, rereadOnce } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** Query parameters that replace a header of the reply; only signed requests get here. */
const OVERRIDES = {
  'response-content-type': 'Content-Type',
  'response-content-language': 'Content-Language',
  'response-expires': 'Expires',
  'response-cache-control': 'Cache-Control',
  'response-content-disposition': 'Content-Disposition',
  'response-content-encoding': 'Content-Encoding',
} as const;

/** `GET /key`: the object's plaintext, or a range of it; every chunk is verified before its first byte leaves. */
export function getObject(call: ObjectCall, services: Services): Promise<Reply> {
  return rereadOnce(() => read(call, services));
}

async function read(call: ObjectCall, services: Services): Promise<Reply> {
  const found = await findObject(call, services);
  checkConditions(call.headers, found.shown.head);
  const { size } = found.head;
  const range = selectRange(rangeOf(call.headers, found.shown.head), call.headers['x-oss-range-behavior'], size);
  if (range instanceof OssError) throw range;
  const own = { ...services.objectHeaders(found.shown), ...versionHeader(found.shown.head, found.bucket), ...overrides(call) };
  const compressible = isCompressible({ contentType: found.shown.head.contentType, size }, own);
  const headers = compressible ? { ...own, Vary: 'Accept-Encoding' } : own;
  const body = await openRange(call, found, range ?? { start: 0, end: size }, services);
  if (compressible && takesGzip(call.headers)) return gzipReply(headers, body);
  if (range === undefined) return { status: 200, headers, body };
  return { status: 206, headers: { ...headers, 'Content-Range': `bytes ${range.start}-${range.end - 1}/${size}` }, body };
}

/** The Range header, if the object is still the one that `If-Range` names: else all of it is sent (RFC 9110 §13.1.5). */
function rangeOf(headers: HeaderRecord, { etag, modifiedAt }: ObjectHead): string | undefined {
  const validator = headers['if-range'];
  const isSame = validator === undefined || validator === `"${etag}"` || validator === new Date(modifiedAt).toUTCString();
  return isSame ? headers['range'] : undefined;
}

/** Sent as the UTF-8 bytes that the client gave; control characters are 400 `InvalidArgument`. */
function overrides(call: ObjectCall): Record<string, string> {
  const named: [string, string][] = [];
  for (const [name, header] of Object.entries(OVERRIDES)) {
    const value = parameter(call, name);
    if (value === undefined) continue;
    if (/\p{Cc}/u.test(value)) throw invalid(name, value);
    named.push([header, Buffer.from(value).toString('latin1')]);
  }
  return Object.fromEntries(named);
}
