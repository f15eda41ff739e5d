import { headerText, type HeaderRecord } from '../http/index.ts';

/** The blanks of HTTP. `trim` takes more: U+00A0, which as a byte ends the UTF-8 of letters such as `à`. */
const BLANKS = /^[ \t]+|[ \t]+$/g;

/** The value of a header as signatures see it: without the blanks around it, which do not survive the wire; `''` when it is absent. */
export function canonicalHeader(headers: HeaderRecord, name: string): string {
  return headerText((headers[name] ?? '').replace(BLANKS, ''));
}
