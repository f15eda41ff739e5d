import type { IncomingMessage } from 'node:http';
import type { HttpLimits } from './http-limits.ts';
import type { RefusalReason } from './malformed-request.ts';

/**
 * What node's parser lets through and this server does not; `undefined` where nothing is wrong. The request is answered with the reason's
 * error, and its connection ends: what RFC 9112 leaves unclear is where such a request ends and the next one begins.
 */
export function requestObjection(
  request: IncomingMessage,
  { maxTargetSize, maxHeaders }: Pick<HttpLimits, 'maxTargetSize' | 'maxHeaders'>,
): RefusalReason | undefined {
  const { url = '', rawHeaders } = request;
  if (url.length > maxTargetSize) return 'TARGET_TOO_LONG';
  if (rawHeaders.length > 2 * maxHeaders) return 'TOO_MANY_HEADERS';
  return isProper(request) ? undefined : 'NOT_A_REQUEST';
}

/** HTTP/1.1 has one Host (§3.2); there are no versions of another form; a transfer encoding is `chunked` (§6.1), and not in HTTP/1.0. */
function isProper({ httpVersion, headers, rawHeaders }: IncomingMessage): boolean {
  const encoding = headers['transfer-encoding'];
  if (httpVersion !== '1.1') return httpVersion === '1.0' && encoding === undefined;
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') return false;
  if (headers.host === undefined) return false;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && (name === 'Host' || name === 'host' || name.toLowerCase() === 'host')) hosts += 1;
  }
  return hosts === 1;
}
