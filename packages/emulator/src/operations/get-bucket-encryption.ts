import { encodeEncryptionRule, OssError } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?encryption`: the bucket's rule, or 404 `NoSuchServerSideEncryptionRule` (protocol reference §1.5). */
export async function getBucketEncryption({ session, bucket: name }: BucketCall, { buckets, documents }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  const { rule } = await documents.read(session, bucket.id, 'encryption');
  if (rule === undefined) throw new OssError('NoSuchServerSideEncryptionRule', { details: { BucketName: name } });
  return xmlReply(encodeEncryptionRule(rule));
}
