import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { replyOf } from '../transport/read-document.ts';

/** `DELETE /`: deletes an empty bucket. */
export async function deleteBucket(transport: Transport, bucket: string, { signal }: CallOptions = {}): Promise<Reply> {
  return replyOf(await transport.whole({ operation: 'DeleteBucket', resource: bucketResource(bucket), signal }));
}
