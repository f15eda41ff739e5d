import type { EncryptionRule, HeaderRecord } from '@sse/core';
import { encryptionHeaders } from './encryption-headers.ts';
import { metadataHeaders, type UserMetadata } from './user-metadata.ts';
import { wireDate } from './wire-date.ts';
import { wireText } from './wire-text.ts';

/** What is stored with an object's content. */
export interface ObjectHeaders {
  /** Absent: `application/octet-stream`, by the service. */
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly expires?: Date | undefined;
  readonly metadata?: UserMetadata | undefined;
  /** Absent: the bucket's rule, or no encryption when it has none. */
  readonly encryption?: EncryptionRule | undefined;
}

/** Properties of `ObjectHeaders` that are one header of text each. */
const TEXT_HEADERS = [
  ['contentType', 'content-type'],
  ['cacheControl', 'cache-control'],
  ['contentDisposition', 'content-disposition'],
  ['contentEncoding', 'content-encoding'],
  ['contentLanguage', 'content-language'],
] as const satisfies readonly [keyof ObjectHeaders, string][];

/** The request headers of a write. Throws `Fault` `misuse` for values that cannot be sent. */
export function objectHeaders(options: ObjectHeaders): HeaderRecord {
  const headers: Record<string, string> = {};
  for (const [property, header] of TEXT_HEADERS) {
    const value = options[property];
    if (value !== undefined) headers[header] = wireText(header, value);
  }
  if (options.expires !== undefined) headers['expires'] = wireDate('expires', options.expires);
  return { ...headers, ...metadataHeaders(options.metadata ?? {}), ...encryptionHeaders(options.encryption) };
}
