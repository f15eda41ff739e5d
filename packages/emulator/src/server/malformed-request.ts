import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { ERROR_TABLE, type OssErrorCode } from '@sse/core';

interface Refusal {
  readonly status: number;
  readonly code: OssErrorCode;
  readonly message: string;
}

const notHttp: Refusal = { status: 400, code: 'BadRequest', message: 'The request is not valid HTTP.' };

/** What is answered to bytes that Node's parser refused, by its error code, and to requests that this server refuses unread. */
const refusals = {
  NOT_A_REQUEST: notHttp,
  TARGET_TOO_LONG: { status: 414, code: 'BadRequest', message: 'The path and query of the request are too long.' },
  TOO_MANY_HEADERS: { status: 431, code: 'BadRequest', message: 'The request has too many headers.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'BadRequest', message: 'The request line and headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: ERROR_TABLE.RequestTimeout.status,
    code: 'RequestTimeout',
    message: ERROR_TABLE.RequestTimeout.message,
  },
} as const satisfies Record<string, Refusal>;

/** Why bytes or a request are refused: a name of this table, or another code of node's parser. */
export type RefusalReason = keyof typeof refusals | (string & {});

/**
 * The whole reply, as bytes for the socket, to a request that never became one: an error as protocol reference §4.1 has it,
 * with the headers that every reply has. The connection ends with it.
 */
export function malformedRequestReply(reason: RefusalReason): string {
  const { status, code, message } = refusalFor(reason);
  const requestId = randomBytes(12).toString('hex').toUpperCase();
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId><HostId></HostId></Error>`;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Server: AliyunOSS',
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: application/xml',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    `x-oss-request-id: ${requestId}`,
    '',
    body,
  ].join('\r\n');
}

function refusalFor(reason: RefusalReason): Refusal {
  return Object.hasOwn(refusals, reason) ? refusals[reason as keyof typeof refusals] : notHttp;
}
