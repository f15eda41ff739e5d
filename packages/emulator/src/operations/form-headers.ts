import type { HeaderRecord } from '@sse/core';
import { headerBytes } from '../form/posted-object.ts';
import { invalid } from './list-parameters.ts';
import { CONTENT_HEADERS } from './object-headers.ts';

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const CONTROL = /(?!\t)\p{Cc}/u;

/**
 * The fields of a form that mean the same as a request header, as node gives headers: one character for each byte. Throws 400 `InvalidArgument` for
 * names and values that no header can have, because replies repeat them (RFC 9110 §5).
 */
export function formHeaders(fields: ReadonlyMap<string, string>): HeaderRecord {
  const headers: [name: string, value: string][] = [];
  for (const [name, value] of fields) {
    if (!isHeader(name)) continue;
    if (!NAME.test(name) || CONTROL.test(value)) throw invalid(name, value);
    headers.push([name, headerBytes(value)]);
  }
  return Object.fromEntries(headers);
}

function isHeader(name: string): boolean {
  return name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5' || Object.hasOwn(CONTENT_HEADERS, name);
}
