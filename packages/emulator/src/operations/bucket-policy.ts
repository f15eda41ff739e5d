import { encodeXml, isPublicPolicy, OssError, parsePolicy, policyStatus } from '@sse/core';
import { fromUtf8 } from '@sse/core/primitives';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { readDocument } from './read-document.ts';
import { refusePublicPolicy } from './refuse-public.ts';
import type { Services } from './services.ts';

/**
 * `PUT /?policy`: the bucket policy, JSON, which holds from the next request on and is shown as it came. 400 `InvalidPolicyDocument` with the place
 * of what is wrong, 403 `AccessDenied` for a public one where public access is blocked (protocol reference §5.1).
 */
export async function putBucketPolicy(call: BucketCall, services: Services): Promise<Reply> {
  const { session } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  const text = textOf(await readDocument(call));
  const policy = parsePolicy(text, 'bucket');
  if (policy instanceof OssError) throw policy;
  await refusePublicPolicy(policy, session, bucket, services);
  await services.documents.amend(session, bucket, 'acl', (own) => ({ ...own, policy: text }));
  return { status: 200 };
}

/** `GET /?policy`: the policy as it was put; 404 `NoSuchBucketPolicy` where there is none. */
export async function getBucketPolicy(call: BucketCall, services: Services): Promise<Reply> {
  const text = await requirePolicy(call, services);
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: text };
}

/** `DELETE /?policy`: 204 also where there was none. */
export async function deleteBucketPolicy(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  await services.documents.amend(call.session, bucket, 'acl', ({ grant }) => ({ grant }));
  return { status: 204 };
}

/** `GET /?policyStatus`: whether the policy opens the bucket to everybody; 404 `NoSuchBucketPolicy` where there is none. */
export async function getBucketPolicyStatus(call: BucketCall, services: Services): Promise<Reply> {
  const policy = parsePolicy(await requirePolicy(call, services), 'bucket');
  if (policy instanceof OssError) throw policy;
  return xmlReply(encodeXml(policyStatus, { IsPublic: isPublicPolicy(policy) }));
}

function textOf(document: Uint8Array): string {
  try {
    return fromUtf8(document);
  } catch (cause) {
    throw new OssError('InvalidPolicyDocument', { message: 'The policy is not UTF-8.', cause });
  }
}

async function requirePolicy({ session, bucket: name }: BucketCall, { buckets, documents }: Services): Promise<string> {
  const bucket = await buckets.require(session, name);
  const { policy } = await documents.read(session, bucket.id, 'acl');
  if (policy === undefined) throw new OssError('NoSuchBucketPolicy', { details: { BucketName: name } });
  return policy;
}
