import { Fault } from '@sse/core';
import { errors } from 'undici';
import type { CallName } from '../transport/call-name.ts';
import { OssServiceError } from './service-error.ts';
import { OssTransportError, type TransportErrorKind } from './transport-error.ts';

const KIND_OF_CODE: ReadonlyMap<string, TransportErrorKind> = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_DESTROYED', 'aborted'],
  ['UND_ERR_CLOSED', 'aborted'],
  ['UND_ERR_ABORTED', 'aborted'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated-body'],
  ['UND_ERR_HEADERS_OVERFLOW', 'malformed-reply'],
]);

const WRONG_SOURCE: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'the stream given as body has another length than announced'],
  ['ERR_INVALID_ARG_TYPE', 'the stream given as body gave something else than bytes'],
]);

/** Where a request was when it failed. */
export interface FailurePoint {
  readonly operation: CallName;
  readonly signal: AbortSignal | undefined;
  /** Whether the reply's headers were there. */
  readonly phase: 'request' | 'reply-body';
  /** What the stream given as request body failed with; absent when it did not. */
  readonly sourceFailure?: { readonly error: unknown } | undefined;
  /** Absent when the reply's headers were not there, or named none. */
  readonly requestId?: string | undefined;
}

/** What a failed attempt says to the caller: errors of this package pass, everything else becomes an `OssTransportError` with its cause. */
export function toTransportError(error: unknown, point: FailurePoint): Error {
  const { operation, signal, phase, sourceFailure, requestId } = point;
  if (error instanceof OssTransportError || error instanceof OssServiceError || error instanceof Fault) return error;
  if (signal?.aborted === true)
    return new OssTransportError('aborted', operation, 'the request was aborted', { cause: signal.reason, requestId });
  if (sourceFailure !== undefined) {
    return new OssTransportError('upload-source', operation, 'the stream given as body failed', { cause: sourceFailure.error });
  }
  const code = codeOf(error);
  const wrongSource = WRONG_SOURCE.get(code);
  if (wrongSource !== undefined) return new OssTransportError('upload-source', operation, wrongSource, { cause: error });
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return new Fault('misuse', `${operation}: expected a request that can be sent, got one that the HTTP client refuses`, { cause: error });
  }
  const kind = KIND_OF_CODE.get(code) ?? fallbackKind(error, phase);
  return new OssTransportError(kind, operation, `${SENTENCES[kind]}${code === '' ? '' : ` (${code})`}`, { cause: error, requestId });
}

const SENTENCES: Record<TransportErrorKind, string> = {
  timeout: 'the server did not answer in time',
  connection: 'no connection, or it broke before the reply',
  aborted: 'the client was closed',
  'truncated-body': 'the body of the reply ended early',
  'crc-mismatch': 'the checksum of the bytes is wrong',
  'malformed-reply': 'the reply is not HTTP as it should be',
  'upload-source': 'the stream given as body failed',
};

function fallbackKind(error: unknown, phase: FailurePoint['phase']): TransportErrorKind {
  if (error instanceof errors.HTTPParserError) return 'malformed-reply';
  return phase === 'request' ? 'connection' : 'truncated-body';
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
