import {
  createBucketConfiguration,
  decodeXml,
  OssError,
  parseBucketAcl,
  readSseHeaders,
  rulesFromHeaders,
  type BucketAcl,
  type EncryptionRule,
} from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { readOptionalDocument } from './read-document.ts';
import { refusePublicAcl } from './refuse-public.ts';
import type { Services } from './services.ts';

/**
 * `PUT /`: makes a bucket, with an encryption rule where the SSE headers name one (protocol reference §1.7).
 * A bucket of one's own that is there already is 200; what the headers name is then applied to it, and its class stays.
 */
export async function putBucket(call: BucketCall, services: Services): Promise<Reply> {
  const { headers, bucket: name } = call;
  const rule = rulesFromHeaders(readSseHeaders(headers));
  if (rule instanceof OssError) throw rule;
  const grant = readAcl(headers['x-oss-acl']);
  await refusePublicAcl(grant, call.session, await services.buckets.find(call.session, name), services);
  const body = await readOptionalDocument(call);
  const wanted = body.length === 0 ? {} : decodeXml(createBucketConfiguration, body);
  if (wanted instanceof OssError) throw wanted;
  const record = {
    createdAt: services.now(),
    storageClass: wanted.StorageClass ?? 'Standard',
    dataRedundancyType: wanted.DataRedundancyType ?? 'LRS',
  };
  const documents = { encryption: rule === undefined ? {} : { rule }, acl: { grant: grant ?? 'private' } };
  if (!(await services.buckets.create(name, record, documents))) await update(call, services, rule, grant);
  return { status: 200, headers: { Location: `/${name}` } };
}

async function update(
  { session, bucket: name }: BucketCall,
  services: Services,
  rule: EncryptionRule | undefined,
  grant: BucketAcl | undefined,
): Promise<void> {
  const bucket = await services.buckets.require(session, name);
  const { documents } = services;
  if (rule !== undefined) await documents.write(session, bucket, 'encryption', { rule });
  if (grant !== undefined) await documents.amend(session, bucket, 'acl', (own) => ({ ...own, grant }));
}

function readAcl(value: string | undefined): BucketAcl | undefined {
  const acl = value === undefined ? undefined : parseBucketAcl(value);
  if (acl instanceof OssError) throw acl;
  return acl;
}
