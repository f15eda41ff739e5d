import { isPublicPolicy, OssError, type BucketAcl, type HeaderRecord, type Policy } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import type { PublicAccess } from '../domain/public-access.ts';
import type { Call } from '../pipeline/call.ts';
import type { Services } from './services.ts';

interface Blocks {
  readonly publicAccess: PublicAccess;
}

/**
 * Throws 403 `AccessDenied` for an ACL that opens something to everybody where public access is blocked (observed behaviour 17); the block of the
 * account counts where there is no bucket yet. An absent ACL opens nothing.
 */
export async function refusePublicAcl(
  acl: BucketAcl | undefined,
  session: Session,
  bucket: Bucket | undefined,
  { publicAccess }: Blocks,
): Promise<void> {
  if (acl === undefined || acl === 'private') return;
  const blocked = bucket === undefined ? publicAccess.isBlockedForAccount(session) : publicAccess.isBlocked(session, bucket);
  if (await blocked) throw new OssError('AccessDenied', { message: 'Put public acl is not allowed: public access is blocked.' });
}

/** The same for the ACL that a write, or PutObjectAcl, gives an object by header or form field. */
export async function refusePublicObjectAcl(
  headers: HeaderRecord,
  { session, bucket: name }: Pick<Call, 'session' | 'bucket'>,
  { buckets, publicAccess }: Blocks & Pick<Services, 'buckets'>,
): Promise<void> {
  const acl = headers['x-oss-object-acl'];
  if (acl !== 'public-read' && acl !== 'public-read-write') return;
  const bucket = name === undefined ? undefined : await buckets.find(session, name);
  if (bucket !== undefined) await refusePublicAcl(acl, session, bucket, { publicAccess });
}

/** The same for a bucket policy. */
export async function refusePublicPolicy(policy: Policy, session: Session, bucket: Bucket, { publicAccess }: Blocks): Promise<void> {
  if (!isPublicPolicy(policy) || !(await publicAccess.isBlocked(session, bucket))) return;
  throw new OssError('AccessDenied', { message: 'Put public bucket policy is not allowed: public access is blocked.' });
}
