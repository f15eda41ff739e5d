const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const BASIC_ISO = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const ISO_SECONDS = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?Z$/;

/** `ms` since the epoch as an HTTP date, such as `Sat, 21 Nov 2026 21:06:10 GMT`; fractions of a second are cut off. */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

/**
 * Milliseconds since the epoch of an HTTP date in the one form that clients generate (RFC 9110 IMF-fixdate; a day of one digit is
 * accepted), or `undefined` for anything else, also for days that do not exist. The name of the weekday is not checked.
 */
export function parseHttpDate(text: string): number | undefined {
  const match = HTTP_DATE.exec(text);
  if (match === null) return undefined;
  const [, day, month = '', year, hour, minute, second] = match;
  return instant([year, MONTHS.indexOf(month) + 1, day, hour, minute, second].map(Number));
}

/** `ms` since the epoch in the basic ISO 8601 form of V4 signatures, such as `20231216T162057Z`; fractions of a second are cut off. */
export function formatBasicIso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Milliseconds since the epoch of a basic ISO 8601 time in UTC, or `undefined` for anything else. */
export function parseBasicIso(text: string): number | undefined {
  const match = BASIC_ISO.exec(text);
  return match === null ? undefined : instant(match.slice(1).map(Number));
}

/** `ms` since the epoch as RPC interfaces write it, such as `2026-11-21T21:09:16Z`; fractions of a second are cut off (protocol reference §6.1). */
export function formatIsoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch of such a time, or `undefined` for anything else; fractions of a second, which one client sends, are dropped. */
export function parseIsoSeconds(text: string): number | undefined {
  const match = ISO_SECONDS.exec(text);
  return match === null ? undefined : instant(match.slice(1).map(Number));
}

/** `Date.UTC` carries overflow over (31 February becomes March): a date that does not come back as it went in does not exist. */
function instant([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): number | undefined {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  return minute < 60 && second < 60 && date.getUTCDate() === day && date.getUTCFullYear() === year ? ms : undefined;
}

/** A moment in the form of the service's XML, such as `2013-07-31T10:56:21.000Z`: fractions of a second are cut off (protocol reference §4.4). */
export function wholeSeconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}.000Z`;
}
