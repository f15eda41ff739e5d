import { isBucketName, isObjectKey } from '@sse/core';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** A bucket, and a key or the beginning of keys in it, taken as it is written: nothing is decoded. */
export interface OssUrl {
  readonly bucket: string;
  /** `''` for the bucket itself. */
  readonly key: string;
}

/** Reads `oss://bucket`, `oss://bucket/` or `oss://bucket/key`. Throws `UsageError`. */
export function parseOssUrl(text: string): OssUrl {
  const { bucket = '', key = '' } = /^oss:\/\/(?<bucket>[^/]*)(?:\/(?<key>.*))?$/s.exec(text)?.groups ?? {};
  if (!isBucketName(bucket)) throw unexpected('oss://bucket or oss://bucket/key (bucket: 3 to 63 of a-z, 0-9 and -)', text);
  if (key !== '' && !isObjectKey(key)) throw unexpected('a key of at most 1023 bytes that does not begin with / or \\', text);
  return { bucket, key };
}

/** Reads the URL of a bucket. Throws `UsageError`. */
export function parseBucketUrl(text: string): string {
  const { bucket, key } = parseOssUrl(text);
  if (key !== '') throw unexpected('a bucket, such as oss://photos', text);
  return bucket;
}

/** Reads the URL of an object. Throws `UsageError`. */
export function parseObjectUrl(text: string): OssUrl {
  const url = parseOssUrl(text);
  if (url.key === '') throw unexpected('an object, such as oss://photos/2026/cat.png', text);
  return url;
}

/** The URL of a bucket or an object, as a person may read it. */
export function showOssUrl({ bucket, key = '' }: { readonly bucket: string; readonly key?: string }): string {
  return `oss://${bucket}${key === '' ? '' : `/${printable(key)}`}`;
}

function unexpected(expected: string, text: string): UsageError {
  return new UsageError(`expected ${expected}, got "${printable(text.slice(0, 200))}"`);
}
