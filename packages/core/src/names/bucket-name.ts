import { OssError } from '../errors/index.ts';

declare const brand: unique symbol;

/** A bucket name that has been checked. */
export type BucketName = string & { readonly [brand]: 'BucketName' };

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** Whether `text` is a bucket name: 3 to 63 of `a-z`, `0-9` and `-`, the first and the last not `-` (protocol reference §4.6). */
export function isBucketName(text: string): text is BucketName {
  return BUCKET_NAME.test(text);
}

/** `text` as a bucket name, or `InvalidBucketName` (protocol reference §4.1). */
export function parseBucketName(text: string): BucketName | OssError {
  return isBucketName(text) ? text : new OssError('InvalidBucketName', { details: { BucketName: text } });
}
