import { OssError, readSseHeaders, resolveEncryption, type EncryptionDecision } from '@sse/core';
import { equalBytes } from '@sse/core/primitives';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import type { BucketId } from '../domain/keyspace.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Services } from './services.ts';

/** A write as far as its encryption is decided by it. */
export type DecidedWrite = Pick<ObjectCall, 'session' | 'headers'>;

/** What was decided in a session, which is of one request and writes to one bucket. */
const decisions = new WeakMap<Session, { readonly bucketId: BucketId; readonly decision: EncryptionDecision | OssError }>();

/**
 * How a write is encrypted: by its own headers, else by the bucket's rule. Throws what `resolveEncryption` returns as an error. It is decided once for each
 * request: what conditions of policies judged is what is done, also when the rule changes in between.
 */
export async function decideEncryption(
  { session, headers }: DecidedWrite,
  bucket: Bucket,
  { documents }: Pick<Services, 'documents'>,
): Promise<EncryptionDecision> {
  const known = decisions.get(session);
  if (known !== undefined && equalBytes(known.bucketId, bucket.id)) return accept(known.decision);
  const { rule } = await documents.read(session, bucket.id, 'encryption');
  const decision = resolveEncryption(readSseHeaders(headers), rule);
  decisions.set(session, { bucketId: bucket.id, decision });
  return accept(decision);
}

function accept(decision: EncryptionDecision | OssError): EncryptionDecision {
  if (decision instanceof OssError) throw decision;
  return decision;
}
