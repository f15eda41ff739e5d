import { OssError } from '@sse/core';

/** Counts the requests that run at the same time in one process. */
export interface RequestLimit {
  /** Whether one more may run; then `leave` is to be called at its end. */
  enter(): boolean;
  leave(): void;
}

/** Lets at most `most` requests in at a time. */
export function requestLimit(most: number): RequestLimit {
  let running = 0;
  return {
    enter() {
      if (running >= most) return false;
      running += 1;
      return true;
    },
    leave() {
      running -= 1;
    },
  };
}

/** What a request beyond the limit is answered with: 503 `ServiceUnavailable`, to be tried again. Its body is not read. */
export function tooManyRequests(): OssError {
  return new OssError('ServiceUnavailable', { headers: { 'Retry-After': '1' } });
}
