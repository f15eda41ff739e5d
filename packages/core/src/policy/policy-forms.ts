import { foldKey } from './judge.ts';

/** Keys that requests have, and the beginnings of those that end with the name of a tag (protocol reference §5.3; `sse:` are our own). */
const KEYS: ReadonlySet<string> = new Set(
  [
    'acs:SourceIp',
    'acs:SourceVpc',
    'acs:UserAgent',
    'acs:CurrentTime',
    'acs:SecureTransport',
    'acs:MFAPresent',
    'acs:AccessId',
    'oss:Prefix',
    'oss:Delimiter',
    'oss:TLSVersion',
    'sts:ExternalId',
    'sse:ServerSideEncryption',
    'sse:ServerSideEncryptionKeyId',
  ].map(foldKey),
);
const TAG_KEYS = ['oss:BucketTag/', 'oss:ExistingObjectTag/', 'oss:RequestObjectTag/', 'kms:tag/'].map(foldKey);

/** Whether a condition can ask for it; with another key a statement would never be about a request, or always. */
export function isConditionKey(key: string): boolean {
  const folded = foldKey(key);
  return KEYS.has(folded) || TAG_KEYS.some((start) => folded.startsWith(start) && folded.length > start.length);
}

/** `*`, or a product and a pattern such as `oss:Get*`; products of the vendor that are not here are known by their form. */
export function isActionPattern(text: string): boolean {
  return /^\*+$/.test(text) || /^[A-Za-z*?][A-Za-z0-9*?-]*:[A-Za-z0-9*?]+$/.test(text);
}

/** `*`, or the pattern of a name such as `acs:oss:*:*:bucket/*`. */
export function isResourcePattern(text: string): boolean {
  return /^\*+$/.test(text) || /^acs:./.test(text);
}
