import { OssError, parseEncryptionRule } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** `PUT /?encryption`: replaces the bucket's rule. Whether a KMS key exists is not looked at (protocol reference §1.4). */
export async function putBucketEncryption(call: BucketCall, { buckets, documents }: Services): Promise<Reply> {
  const bucket = await buckets.require(call.session, call.bucket);
  const rule = parseEncryptionRule(await readDocument(call));
  if (rule instanceof OssError) throw rule;
  await documents.write(call.session, bucket, 'encryption', { rule });
  return { status: 200 };
}
