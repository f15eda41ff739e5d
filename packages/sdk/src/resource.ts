import { Fault, isBucketName, parseObjectKey, OssError, type SignedResource } from '@sse/core';

/** The resource of a bucket operation; throws `Fault` `misuse` for what is no bucket name, which would address something else. */
export function bucketResource(bucket: string): SignedResource {
  if (!isBucketName(bucket)) {
    throw new Fault('misuse', `expected a bucket name of 3 to 63 characters a-z, 0-9 and -, got ${JSON.stringify(bucket)}`);
  }
  return { bucket };
}

/** The resource of an object operation; throws `Fault` `misuse` for what is no object key: an empty one would address the bucket. */
export function objectResource(bucket: string, key: string): SignedResource {
  const parsed = parseObjectKey(key);
  if (parsed instanceof OssError) {
    throw new Fault('misuse', 'expected an object key of 1 to 1023 bytes that does not begin with a slash or backslash', { cause: parsed });
  }
  return { ...bucketResource(bucket), key };
}
