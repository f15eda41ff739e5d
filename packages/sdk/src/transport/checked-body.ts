import type { HeaderRecord, OperationName } from '@sse/core';
import type { Readable } from 'node:stream';
import { toTransportError } from '../errors/to-transport-error.ts';
import { OssTransportError } from '../errors/transport-error.ts';
import { operationEntry } from './build-request.ts';
import { measuredStream, type Crc64Update, type Measure } from './measured-stream.ts';

/** The reply header that holds the CRC-64 of an object's bytes, in decimal (protocol reference §2.7). */
export const CRC64_HEADER = 'x-oss-hash-crc64ecma';

/** What is known about the body of a reply before it is read. */
export interface BodyFacts {
  readonly operation: OperationName;
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
  const crc64 = operation === 'GetObject' && status === 200 ? headers[CRC64_HEADER] : undefined;
  const verify = (measure: Measure): Error | undefined => {
    if (length !== undefined && Number(length) !== measure.length) {
      return new OssTransportError('truncated-body', operation, `expected a reply body of ${length} bytes, got ${measure.length}`);
    }
    return crc64 === undefined ? undefined : crcMismatch(operation, crc64, measure.crc64);
  };
  const { stream } = measuredStream(body, {
    crc64: crc64 === undefined ? undefined : update,
    verify,
    translate: (error) => toTransportError(error, { operation, signal, phase: 'reply-body' }),
  });
  return stream;
}

/** The error for bytes whose CRC-64 is not what the service says in decimal; `undefined` when it is. */
export function crcMismatch(operation: OperationName, stated: string, computed: bigint | undefined): OssTransportError | undefined {
  if (stated === computed?.toString()) return undefined;
  return new OssTransportError('crc-mismatch', operation, `expected bytes of CRC-64 ${stated}, got ${computed ?? 'only a part of them'}`);
}
