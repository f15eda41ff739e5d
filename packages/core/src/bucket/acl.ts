import type { OssError } from '../errors/oss-error.ts';
import { invalidArgument } from './invalid-argument.ts';

/** What a bucket's ACL may be. */
export const BUCKET_ACLS = ['private', 'public-read', 'public-read-write'] as const;
export type BucketAcl = (typeof BUCKET_ACLS)[number];

/** A bucket's ACL by its name, or 400 `InvalidArgument` as the service words it; case matters. */
export function parseBucketAcl(value: string): BucketAcl | OssError {
  return BUCKET_ACLS.find((acl) => acl === value) ?? invalidArgument('x-oss-acl', value, 'no such bucket access control exists');
}
