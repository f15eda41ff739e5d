import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { amendFoundObject } from './amend-found-object.ts';
import type { Services } from './services.ts';

/** `DELETE /key?tagging`: takes all tags from an object, also when it has none (protocol reference §4.6). */
export async function deleteObjectTagging(call: ObjectCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  return { status: 204, headers: await amendFoundObject(call, bucket, { tags: undefined }, services) };
}
