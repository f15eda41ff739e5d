import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { checkConditions } from './conditions.ts';
import { findObject } from './read-object.ts';
import type { Services } from './services.ts';

/** `HEAD /key`: what GetObject answers, without the bytes. Opens no data key, so it works while a KMS key cannot be used. */
export async function headObject(call: ObjectCall, services: Services): Promise<Reply> {
  const found = await findObject(call, services);
  checkConditions(call.headers, found.head);
  return { status: 200, headers: { ...services.objectHeaders(found), 'Content-Length': String(found.head.size) } };
}
