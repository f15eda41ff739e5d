import type { CallName } from '../transport/call-name.ts';

/** Ways in which a request does not come to a usable answer. */
export type TransportErrorKind =
  /** Connecting, the reply's headers, or the next bytes of its body took too long. */
  | 'timeout'
  /** No connection, or it broke before the reply. */
  | 'connection'
  /** The caller's signal, or the closing of the client, ended it; `cause` is the signal's reason. */
  | 'aborted'
  /** The reply's body ended early. */
  | 'truncated-body'
  /** The bytes that came are not the bytes that the service stored, or the reverse. */
  | 'crc-mismatch'
  /** The reply is none that the protocol knows. */
  | 'malformed-reply'
  /** The stream given as request body failed, or has another length than announced; `cause` is its error. */
  | 'upload-source';

export interface TransportErrorOptions {
  readonly cause?: unknown;
  readonly requestId?: string | undefined;
}

/** A request did not come to a usable answer; whether the service acted on it is not known. */
export class OssTransportError extends Error {
  override readonly name = 'OssTransportError';
  readonly kind: TransportErrorKind;
  readonly operation: CallName;
  /** The service's name for the request; absent when no headers of a reply came. */
  readonly requestId: string | undefined;

  constructor(kind: TransportErrorKind, operation: CallName, message: string, options: TransportErrorOptions = {}) {
    super(`${operation}: ${message}`, 'cause' in options ? { cause: options.cause } : {});
    this.kind = kind;
    this.operation = operation;
    this.requestId = options.requestId;
  }
}
