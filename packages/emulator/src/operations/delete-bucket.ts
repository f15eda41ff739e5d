import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `DELETE /`: removes an empty bucket; 409 `BucketNotEmpty` otherwise. */
export async function deleteBucket({ session, bucket }: BucketCall, { buckets }: Services): Promise<Reply> {
  await buckets.remove(session, bucket);
  return { status: 204 };
}
