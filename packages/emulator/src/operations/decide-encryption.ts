import { OssError, readSseHeaders, resolveEncryption, type EncryptionDecision } from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Services } from './services.ts';

/** How a write is encrypted: by its own headers, else by the bucket's rule. Throws what `resolveEncryption` returns as an error. */
export async function decideEncryption(
  { session, headers }: ObjectCall,
  bucket: Bucket,
  { documents }: Services,
): Promise<EncryptionDecision> {
  const { rule } = await documents.read(session, bucket.id, 'encryption');
  const decision = resolveEncryption(readSseHeaders(headers), rule);
  if (decision instanceof OssError) throw decision;
  return decision;
}
