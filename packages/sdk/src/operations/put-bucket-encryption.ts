import { encodeEncryptionRule, type EncryptionRule } from '@sse/core';
import { hash, toBase64, utf8 } from '@sse/core/primitives';
import { checkedRule } from '../headers/encryption-headers.ts';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { replyOf } from '../transport/read-document.ts';
import { uploadBody } from '../transport/upload-body.ts';

/**
 * `PUT /?encryption`: sets how objects are encrypted whose requests do not say; objects that are there already stay as they are.
 * The service does not look whether a KMS key exists: a write under a missing one fails later (protocol reference §1.4).
 */
export async function putBucketEncryption(
  transport: Transport,
  bucket: string,
  rule: EncryptionRule,
  { signal }: CallOptions = {},
): Promise<Reply> {
  const resource = bucketResource(bucket);
  const document = utf8(encodeEncryptionRule(checkedRule(rule)));
  const headers = { 'content-type': 'application/xml', 'content-md5': toBase64(hash('md5', document)) };
  return replyOf(await transport.whole({ operation: 'PutBucketEncryption', resource, headers, body: uploadBody(document), signal }));
}
