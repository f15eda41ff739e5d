import { bucketInfo, bucketInfoRule, DEFAULT_RESOURCE_GROUP, encodeXml, type BucketInfo } from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?bucketInfo` (protocol reference §2.10). Features that this server lacks are `Disabled`; `Versioning` is absent when it was never set. */
export async function getBucketInfo({ session, bucket: name, host }: BucketCall, services: Services): Promise<Reply> {
  const { buckets, region, accountId } = services;
  const bucket = await buckets.require(session, name);
  const document = encodeXml(bucketInfo, {
    Bucket: {
      CreationDate: new Date(bucket.createdAt),
      CrossRegionReplication: 'Disabled',
      DataRedundancyType: bucket.dataRedundancyType,
      ExtranetEndpoint: host,
      IntranetEndpoint: host,
      Location: `oss-${region}`,
      Name: name,
      StorageClass: bucket.storageClass,
      ...(bucket.versioning === undefined ? {} : { Versioning: bucket.versioning }),
      Owner: { DisplayName: accountId, ID: accountId },
      ...(await fromDocuments(session, bucket, services)),
    },
  });
  return xmlReply(document);
}

type FromDocuments = Pick<
  BucketInfo['Bucket'],
  | 'AccessControlList'
  | 'AccessMonitor'
  | 'BlockPublicAccess'
  | 'BucketPolicy'
  | 'ResourceGroupId'
  | 'ServerSideEncryptionRule'
  | 'TransferAcceleration'
>;

/** What the bucket's documents say, or what they would say by default. */
async function fromDocuments(session: BucketCall['session'], { id }: Bucket, { documents }: Services): Promise<FromDocuments> {
  const [encryption, acl, monitor, block, acceleration, group, logging] = await Promise.all([
    documents.read(session, id, 'encryption'),
    documents.read(session, id, 'acl'),
    documents.find(session, id, 'accessmonitor'),
    documents.find(session, id, 'publicAccessBlock'),
    documents.find(session, id, 'transferAcceleration'),
    documents.find(session, id, 'resourceGroup'),
    documents.find(session, id, 'logging'),
  ]);
  return {
    AccessMonitor: monitor?.Status ?? 'Disabled',
    BlockPublicAccess: block?.BlockPublicAccess ?? false,
    ResourceGroupId: group?.ResourceGroupId ?? DEFAULT_RESOURCE_GROUP,
    TransferAcceleration: acceleration?.Enabled === true ? 'Enabled' : 'Disabled',
    AccessControlList: { Grant: acl.grant },
    ServerSideEncryptionRule: bucketInfoRule(encryption.rule),
    BucketPolicy: {
      LogBucket: logging?.LoggingEnabled?.TargetBucket ?? '',
      LogPrefix: logging?.LoggingEnabled?.TargetPrefix ?? '',
    },
  };
}
