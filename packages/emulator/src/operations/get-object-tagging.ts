import { encodeXml, tagging } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { findRows } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** `GET /key?tagging`: the tags of an object, of a link its own; an empty set where there are none (protocol reference §4.6). */
export async function getObjectTagging(call: ObjectCall, services: Services): Promise<Reply> {
  const { bucket, head, body } = await findRows(call, services);
  const Tag = (body.tags ?? []).map(([Key, Value]) => ({ Key, Value }));
  return xmlReply(encodeXml(tagging, { TagSet: { Tag } }), versionHeader(head, bucket));
}
