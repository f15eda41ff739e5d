import { parseEncryptionRule, type EncryptionRule } from '@sse/core';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { expectDocument, replyOf } from '../transport/read-document.ts';

/** A bucket's encryption rule. */
export interface BucketEncryption extends Reply {
  readonly rule: EncryptionRule;
}

/** `GET /?encryption`: shows the rule; rejects with `OssServiceError` `NoSuchServerSideEncryptionRule` when the bucket has none. */
export async function getBucketEncryption(transport: Transport, bucket: string, { signal }: CallOptions = {}): Promise<BucketEncryption> {
  const reply = await transport.whole({ operation: 'GetBucketEncryption', resource: bucketResource(bucket), signal });
  return { ...replyOf(reply), rule: expectDocument(parseEncryptionRule(reply.bytes), reply, 'GetBucketEncryption') };
}
