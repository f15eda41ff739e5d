import { accessControlPolicy, decodeXml, encodeXml, OssError, parseBucketAcl, type BucketAcl } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { readOptionalDocument } from './read-document.ts';
import { refusePublicAcl } from './refuse-public.ts';
import type { Services } from './services.ts';

/**
 * `PUT /?acl`: the ACL of `x-oss-acl`, or else of the body, and always a `Location`. A bucket that is not there is made, as PutBucket
 * without a body makes it (observed behaviour 16). 400 `MissingArgument` without an ACL, 400 `InvalidArgument` for an unknown one.
 */
export async function putBucketAcl(call: BucketCall, { buckets, documents, publicAccess, now }: Services): Promise<Reply> {
  const { session, bucket: name } = call;
  const grant = await wantedAcl(call);
  const there = await buckets.find(session, name);
  await refusePublicAcl(grant, session, there, { publicAccess });
  const reply = { status: 200, headers: { Location: `/${name}` } };
  const record = { createdAt: now(), storageClass: 'Standard', dataRedundancyType: 'LRS' };
  if (there === undefined && (await buckets.create(name, record, { encryption: {}, acl: { grant } }))) return reply;
  const bucket = await buckets.require(session, name);
  await documents.amend(session, bucket, 'acl', (own) => ({ ...own, grant }));
  return reply;
}

/** `GET /?acl`: the owner and the ACL of a bucket. */
export async function getBucketAcl({ session, bucket: name }: BucketCall, { buckets, documents, accountId }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  const { grant } = await documents.read(session, bucket.id, 'acl');
  const Owner = { ID: accountId, DisplayName: accountId };
  return xmlReply(encodeXml(accessControlPolicy, { Owner, AccessControlList: { Grant: grant } }));
}

async function wantedAcl(call: BucketCall): Promise<BucketAcl> {
  const header = call.headers['x-oss-acl'];
  const body = await readOptionalDocument(call);
  if (header === undefined && body.length === 0) throw new OssError('MissingArgument', { details: { ArgumentName: 'x-oss-acl' } });
  const policy = header === undefined ? decodeXml(accessControlPolicy, body) : undefined;
  if (policy instanceof OssError) throw policy;
  const acl = parseBucketAcl(header ?? policy?.AccessControlList.Grant ?? '');
  if (acl instanceof OssError) throw acl;
  return acl;
}
