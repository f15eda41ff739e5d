import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `DELETE /key`: 204, also when there was no such object (protocol reference §4.6). */
export async function deleteObject({ session, bucket: name, key }: ObjectCall, { buckets, objects }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  await objects.remove(session, bucket, key);
  return { status: 204 };
}
