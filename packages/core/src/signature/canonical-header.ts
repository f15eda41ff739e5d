import { headerText, type HeaderRecord } from '../http/index.ts';

/** The value of a header as signatures see it: without the spaces around it, which do not survive the wire; `''` when it is absent. */
export function canonicalHeader(headers: HeaderRecord, name: string): string {
  return headerText((headers[name] ?? '').trim());
}
