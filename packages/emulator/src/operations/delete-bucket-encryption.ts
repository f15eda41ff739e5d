import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `DELETE /?encryption`: 204, also when there was no rule (protocol reference §9, decided). Stored objects stay as they are. */
export async function deleteBucketEncryption({ session, bucket: name }: BucketCall, { buckets, documents }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  await documents.write(session, bucket, 'encryption', {});
  return { status: 204 };
}
