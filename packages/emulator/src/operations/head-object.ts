import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { checkConditions } from './conditions.ts';
import { findObject } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** `HEAD /key`: what GetObject answers, without the bytes. Opens no data key, so it works while a KMS key cannot be used. */
export async function headObject(call: ObjectCall, services: Services): Promise<Reply> {
  const found = await findObject(call, services);
  checkConditions(call.headers, found.shown.head);
  const { bucket, shown } = found;
  const { head } = shown;
  const headers = { ...services.objectHeaders(shown), ...versionHeader(head, bucket), 'Content-Length': String(head.size) };
  return { status: 200, headers };
}
