import { bucketInfo, bucketInfoRule, encodeXml } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?bucketInfo` (protocol reference §2.10). Features that this server lacks are `Disabled`; `Versioning` is absent when it was never set. */
export async function getBucketInfo({ session, bucket: name, host }: BucketCall, services: Services): Promise<Reply> {
  const { buckets, documents, region, accountId } = services;
  const bucket = await buckets.require(session, name);
  const { rule } = await documents.read(session, bucket.id, 'encryption');
  const { grant } = await documents.read(session, bucket.id, 'acl');
  const document = encodeXml(bucketInfo, {
    Bucket: {
      AccessMonitor: 'Disabled',
      BlockPublicAccess: false,
      CreationDate: new Date(bucket.createdAt),
      CrossRegionReplication: 'Disabled',
      DataRedundancyType: bucket.dataRedundancyType,
      ExtranetEndpoint: host,
      IntranetEndpoint: host,
      Location: `oss-${region}`,
      Name: name,
      ResourceGroupId: 'rg-default',
      StorageClass: bucket.storageClass,
      TransferAcceleration: 'Disabled',
      ...(bucket.versioning === undefined ? {} : { Versioning: bucket.versioning }),
      Owner: { DisplayName: accountId, ID: accountId },
      AccessControlList: { Grant: grant },
      ServerSideEncryptionRule: bucketInfoRule(rule),
      BucketPolicy: { LogBucket: '', LogPrefix: '' },
    },
  });
  return xmlReply(document);
}
