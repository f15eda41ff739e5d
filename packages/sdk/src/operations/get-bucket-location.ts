import { locationConstraint } from '@sse/core';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { readDocument, replyOf } from '../transport/read-document.ts';

/** Where a bucket is. */
export interface BucketLocation extends Reply {
  /** Such as `oss-cn-hangzhou`. */
  readonly location: string;
}

/** `GET /?location`: shows the region of a bucket. */
export async function getBucketLocation(transport: Transport, bucket: string, { signal }: CallOptions = {}): Promise<BucketLocation> {
  const reply = await transport.whole({ operation: 'GetBucketLocation', resource: bucketResource(bucket), signal });
  return { ...replyOf(reply), location: readDocument(reply, locationConstraint, 'GetBucketLocation') };
}
