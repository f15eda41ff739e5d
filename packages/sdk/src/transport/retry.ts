import { Fault } from '@sse/core';
import { OssServiceError } from '../errors/service-error.ts';
import { OssTransportError, type TransportErrorKind } from '../errors/transport-error.ts';

/** How often, and after how long, a failed request is sent again. */
export interface RetryOptions {
  /** Attempts after the first; default 2, 0 for none. */
  readonly limit?: number;
  /** Milliseconds that the first delay stays below; doubled for each further one. Default 200. */
  readonly baseDelayMs?: number;
  /** Milliseconds that every delay stays below; default 10,000. */
  readonly maxDelayMs?: number;
}

/** Decides on one more attempt: the milliseconds to wait, or `undefined` to give up. `failures` counts those before `error`. */
export type RetryPolicy = (error: unknown, failures: number) => number | undefined;

const MAY_PASS: Record<TransportErrorKind, boolean> = {
  timeout: true,
  connection: true,
  'truncated-body': true,
  aborted: false,
  'crc-mismatch': false,
  'malformed-reply': false,
  'upload-source': false,
};

/** A policy with exponential backoff and full jitter; `random` gives 0 ≤ x < 1. Throws `Fault` `misuse` for negative settings. */
export function retryPolicy(options: RetryOptions, random: () => number): RetryPolicy {
  const { limit = 2, baseDelayMs = 200, maxDelayMs = 10_000 } = options;
  if (!Number.isInteger(limit) || !(limit >= 0 && baseDelayMs >= 0 && maxDelayMs >= 0)) {
    throw new Fault('misuse', 'expected retries with a whole limit and delays of 0 or more');
  }
  return (error, failures) => {
    if (failures >= limit || !mayPass(error)) return undefined;
    return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** failures);
  };
}

function mayPass(error: unknown): boolean {
  if (error instanceof OssServiceError) return error.status >= 500;
  return error instanceof OssTransportError && MAY_PASS[error.kind];
}
