import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { replyOf } from '../transport/read-document.ts';

/** `DELETE /?encryption`: removes the rule; success also when there is none. */
export async function deleteBucketEncryption(transport: Transport, bucket: string, { signal }: CallOptions = {}): Promise<Reply> {
  return replyOf(await transport.whole({ operation: 'DeleteBucketEncryption', resource: bucketResource(bucket), signal }));
}
