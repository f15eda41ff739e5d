import type { OssErrorCode, RpcErrorCode } from '@sse/core';
import type { CallName } from '../transport/call-name.ts';

/** What a refusal by the service says (protocol reference §4.1). */
export interface ServiceErrorFacts {
  readonly operation: CallName;
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly hostId?: string | undefined;
  readonly ec?: string | undefined;
  readonly details?: Readonly<Record<string, string>>;
  readonly serverTime?: Date | undefined;
}

/**
 * The service received the request and refused it. Requests that never came to an answer are `OssTransportError`s.
 * No property holds a credential, a signature or a string to sign.
 */
export class OssServiceError extends Error {
  override readonly name = 'OssServiceError';
  readonly operation: CallName;
  /** The service's code, such as `NoSuchBucket`; `Unknown` when the reply was no error document of the service. */
  readonly code: OssErrorCode | RpcErrorCode | 'Unknown' | (string & Record<never, never>);
  /** HTTP status; 304 (`NotModified`) when a read's condition did not hold. */
  readonly status: number;
  readonly requestId: string | undefined;
  readonly hostId: string | undefined;
  /** The service's finer classification, such as `0015-00000101`; absent where it gives none. */
  readonly ec: string | undefined;
  /** Elements that depend on the code, such as `BucketName` or `Key`. */
  readonly details: Readonly<Record<string, string>>;
  /** The server's clock when it answered; absent when the reply does not tell. */
  readonly serverTime: Date | undefined;

  constructor(facts: ServiceErrorFacts) {
    super(facts.message);
    this.operation = facts.operation;
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.hostId = facts.hostId;
    this.ec = facts.ec;
    this.details = facts.details ?? {};
    this.serverTime = facts.serverTime;
  }
}
