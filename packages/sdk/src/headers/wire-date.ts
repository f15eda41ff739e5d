import { Fault, formatHttpDate } from '@sse/core';

/** A header value for a moment, in seconds. Throws `Fault` `misuse` for an invalid `Date`, which the service would take for no condition. */
export function wireDate(header: string, moment: Date): string {
  const ms = moment.getTime();
  if (!Number.isFinite(ms)) throw new Fault('misuse', `expected a valid date in ${header}, got an invalid one`);
  return formatHttpDate(ms);
}
