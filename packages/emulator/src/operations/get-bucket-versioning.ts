import { encodeXml, versioningConfiguration } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?versioning`: empty for a bucket that was never versioned (protocol reference §4.6). */
export async function getBucketVersioning({ session, bucket: name }: BucketCall, { buckets }: Services): Promise<Reply> {
  const { versioning: Status } = await buckets.require(session, name);
  return xmlReply(encodeXml(versioningConfiguration, Status === undefined ? {} : { Status }));
}
