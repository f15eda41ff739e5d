import type { HeaderRecord } from '@sse/core';
import type { Readable } from 'node:stream';
import { toTransportError } from '../errors/to-transport-error.ts';
import { OssTransportError } from '../errors/transport-error.ts';
import { operationEntry, type CallName } from './call-name.ts';
import { measuredStream, type Crc64Update, type Measure } from './measured-stream.ts';

/** The reply header that holds the CRC-64 of an object's bytes, in decimal (protocol reference §2.7). */
export const CRC64_HEADER = 'x-oss-hash-crc64ecma';

/** What is known about the body of a reply before it is read. */
export interface BodyFacts {
  readonly operation: CallName;
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly signal: AbortSignal | undefined;
}

/**
 * The body of a reply, failing at its end when it has not the length of Content-Length (`truncated-body`) or, for a whole object, not the
 * CRC-64 that the service stored (`crc-mismatch`). A reply without these headers is not checked, as by the vendor's clients.
 */
export function checkedBody(body: Readable, facts: BodyFacts, update: Crc64Update): Readable {
  const { operation, status, headers, signal } = facts;
  const isBodyless = operationEntry(operation).method === 'HEAD' || status === 204 || status === 304;
  const length = isBodyless ? undefined : headers['content-length'];
  const isWhole = operation === 'GetObject' && status === 200 && headers[CRC64_HEADER] !== undefined;
  const requestId = headers['x-oss-request-id'];
  const verify = (measure: Measure): Error | undefined => {
    if (length !== undefined && Number(length) !== measure.length) {
      const message = `expected a reply body of ${length} bytes, got ${measure.length}`;
      return new OssTransportError('truncated-body', operation, message, { requestId });
    }
    return isWhole ? crcMismatch(operation, headers, measure.crc64) : undefined;
  };
  const { stream } = measuredStream(body, {
    crc64: isWhole ? update : undefined,
    verify,
    translate: (error) => toTransportError(error, { operation, signal, phase: 'reply-body', requestId }),
  });
  return stream;
}

/**
 * The error for bytes whose CRC-64 is not what a reply says in decimal; `undefined` when it is, or when the reply does not say.
 * `computed` is absent for bytes that were not all seen, which is an error in any case.
 */
export function crcMismatch(operation: CallName, headers: HeaderRecord, computed: bigint | undefined): OssTransportError | undefined {
  const stated = headers[CRC64_HEADER] ?? computed?.toString();
  if (computed !== undefined && stated === computed.toString()) return undefined;
  const message =
    computed === undefined ? 'expected a reply to all bytes, got one to a part' : `expected bytes of CRC-64 ${stated}, got ${computed}`;
  return new OssTransportError('crc-mismatch', operation, message, { requestId: headers['x-oss-request-id'] });
}
