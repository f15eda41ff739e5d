import { OssServiceError } from '../errors/service-error.ts';

/** This machine's clock, put right by what the server said about its own. */
export interface ServerClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Takes over the server's time from a `RequestTimeTooSkewed`; whether it did, so that one more attempt makes sense. */
  correct(error: unknown): boolean;
}

/** A clock that starts out believing `localNow` (protocol reference §4.4). */
export function serverClock(localNow: () => number): ServerClock {
  let offset = 0;
  return {
    now: () => localNow() + offset,
    correct: (error) => {
      if (!(error instanceof OssServiceError) || error.code !== 'RequestTimeTooSkewed' || error.serverTime === undefined) return false;
      offset = error.serverTime.getTime() - localNow();
      return true;
    },
  };
}
