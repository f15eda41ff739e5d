import { bucketInfo, rulesFromHeaders, type BucketInfoRule, type EncryptionRule } from '@sse/core';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { expectDocument, readDocument, replyOf } from '../transport/read-document.ts';
import type { ListedBucket, Owner } from './list-buckets.ts';

/** What the service says about a bucket. */
export interface BucketDescription extends ListedBucket, Reply {
  readonly owner: Owner;
  /** `private`, `public-read` or `public-read-write`. */
  readonly acl: string;
  /** `LRS` or `ZRS`; absent when the service does not say. */
  readonly dataRedundancyType: string | undefined;
  /** `Enabled` or `Suspended`; absent when it was never set. */
  readonly versioning: string | undefined;
  /** Absent when the bucket has no rule. */
  readonly encryption: EncryptionRule | undefined;
}

/** `GET /?bucketInfo`: describes a bucket (protocol reference §2.10). */
export async function getBucketInfo(transport: Transport, bucket: string, { signal }: CallOptions = {}): Promise<BucketDescription> {
  const reply = await transport.whole({ operation: 'GetBucketInfo', resource: bucketResource(bucket), signal });
  const info = readDocument(reply, bucketInfo, 'GetBucketInfo').Bucket;
  return {
    ...replyOf(reply),
    name: info.Name,
    location: info.Location,
    creationDate: info.CreationDate,
    extranetEndpoint: info.ExtranetEndpoint,
    intranetEndpoint: info.IntranetEndpoint,
    storageClass: info.StorageClass,
    comment: info.Comment,
    owner: { id: info.Owner.ID, displayName: info.Owner.DisplayName },
    acl: info.AccessControlList.Grant,
    dataRedundancyType: info.DataRedundancyType,
    versioning: info.Versioning,
    encryption: expectDocument(ruleOf(info.ServerSideEncryptionRule), reply, 'GetBucketInfo'),
  };
}

/** `None` stands for absence here, in each of the three elements. */
function ruleOf({ SSEAlgorithm, KMSMasterKeyID, KMSDataEncryption }: BucketInfoRule): ReturnType<typeof rulesFromHeaders> {
  return rulesFromHeaders({
    algorithm: present(SSEAlgorithm),
    keyId: present(KMSMasterKeyID),
    dataEncryption: present(KMSDataEncryption),
  });
}

function present(value: string | undefined): string | undefined {
  return value === 'None' ? undefined : value;
}
