import type { EncryptionRule } from '@sse/core';
import { encryptionHeaders } from '../headers/encryption-headers.ts';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { replyOf } from '../transport/read-document.ts';

export interface CreateBucketOptions extends CallOptions {
  /** The bucket's encryption rule from the start (protocol reference §1.7); absent: none. */
  readonly encryption?: EncryptionRule | undefined;
}

/** `PUT /`: creates a bucket; one's own that is there already is success, and gets the rule. */
export async function createBucket(transport: Transport, bucket: string, options: CreateBucketOptions = {}): Promise<Reply> {
  const { encryption, signal } = options;
  const headers = encryptionHeaders(encryption);
  return replyOf(await transport.whole({ operation: 'PutBucket', resource: bucketResource(bucket), headers, signal }));
}
