import { Fault, headerText, type HeaderRecord } from '@sse/core';
import { wireText } from './wire-text.ts';

const PREFIX = 'x-oss-meta-';
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** User metadata by name, names in lower case, without the prefix `x-oss-meta-`; at most 8 KiB in all (protocol reference §4.6). */
export type UserMetadata = Readonly<Record<string, string>>;

/** The headers of user metadata; names are put into lower case. Throws `Fault` `misuse` for a name that is none or comes twice. */
export function metadataHeaders(metadata: UserMetadata): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    const header = PREFIX + name.toLowerCase();
    if (!NAME.test(name.toLowerCase()) || header in headers) {
      throw new Fault('misuse', `expected names of metadata that differ and hold no white space, got ${JSON.stringify(name)}`);
    }
    headers[header] = wireText(header, value);
  }
  return headers;
}

/** The user metadata in the headers of a reply. */
export function readMetadata(headers: HeaderRecord): UserMetadata {
  const found = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && value !== undefined ? [[name.slice(PREFIX.length), headerText(value)] as const] : [],
  );
  return Object.fromEntries(found);
}
