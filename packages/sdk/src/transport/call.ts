import type { HeaderRecord, QueryPairs, SignedResource } from '@sse/core';
import type { Readable } from 'node:stream';
import type { CallName } from './call-name.ts';
import type { OpenedBody, UploadBody } from './upload-body.ts';
import type { SigningContext } from './build-request.ts';

/** What every operation accepts. */
export interface CallOptions {
  /** Ends the operation, its retries and its streams; the result is an `OssTransportError` of kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** What every answer has. */
export interface Reply {
  /** HTTP status. */
  readonly status: number;
  /** The service's name for this request, 24 hex digits; absent when the reply has none. */
  readonly requestId: string | undefined;
  /** All headers of the reply under lower-case names; repeated ones are joined by commas. */
  readonly headers: HeaderRecord;
}

/** One operation to be sent: what the table of operations does not say about its request. */
export interface Call {
  readonly operation: CallName;
  readonly resource: SignedResource;
  /** Besides the pairs that select the operation. */
  readonly query?: QueryPairs;
  /** Lower-case names, values in wire form (`wireText`). */
  readonly headers?: HeaderRecord;
  readonly body?: UploadBody | undefined;
  /** Statuses that are success besides the operation's own. */
  readonly alsoAccepted?: readonly number[];
  readonly signal: AbortSignal | undefined;
}

/** A reply whose status is success and whose body is still to come. */
export interface OpenReply extends Reply {
  /** Fails with `OssTransportError` when it ends early; must be read to its end or destroyed. */
  readonly body: Readable;
}

/** A reply whose status is success, with its body. */
export interface WholeReply extends Reply {
  readonly bytes: Uint8Array;
  /** The body as it was sent in the attempt that succeeded; absent when the call had none. */
  readonly sent: OpenedBody | undefined;
}

/** Sends calls, again where that is safe and may help; both reject with `OssServiceError`, `OssTransportError` or `Fault`. */
export interface Transport {
  /** The reply as soon as its headers are there. */
  open(call: Call): Promise<OpenReply>;
  /** The reply when its body, of 16 MiB at most, is there too. */
  whole(call: Call): Promise<WholeReply>;
  /** What a request made now would be signed with. */
  signing(): Promise<SigningContext>;
}
