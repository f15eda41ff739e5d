import { encodeXml, locationConstraint } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?location`. */
export async function getBucketLocation({ session, bucket }: BucketCall, { buckets, region }: Services): Promise<Reply> {
  await buckets.require(session, bucket);
  return xmlReply(encodeXml(locationConstraint, `oss-${region}`));
}
