import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, text, token } from '../leaves.ts';
import { object, optional, textOrEmpty } from '../structures.ts';

/**
 * The reply of GetBucketInfo (protocol reference §2.10). The rule stands here without `ApplyServerSideEncryptionByDefault`, and its
 * algorithm is `None` when the bucket has no rule. `Versioning` is absent when it was never set.
 */
export const bucketInfo = xmlDocument(
  'BucketInfo',
  object({
    Bucket: object({
      AccessMonitor: optional(token()),
      BlockPublicAccess: optional(boolean()),
      Comment: optional(text()),
      CreationDate: date(),
      CrossRegionReplication: optional(token()),
      DataRedundancyType: optional(token()),
      ExtranetEndpoint: token(),
      IntranetEndpoint: token(),
      Location: token(),
      Name: token(),
      ResourceGroupId: optional(token()),
      StorageClass: token(),
      TransferAcceleration: optional(token()),
      Versioning: optional(token()),
      Owner: object({ DisplayName: token(), ID: token() }),
      AccessControlList: object({ Grant: token() }),
      ServerSideEncryptionRule: object({
        SSEAlgorithm: token(),
        KMSMasterKeyID: optional(token()),
        KMSDataEncryption: optional(token()),
      }),
      BucketPolicy: optional(object({ LogBucket: textOrEmpty(), LogPrefix: textOrEmpty() })),
    }),
  }),
);

/** What GetBucketInfo says about a bucket. */
export type BucketInfo = ValueOfDocument<typeof bucketInfo>;
/** The flat encryption rule in it. */
export type BucketInfoRule = BucketInfo['Bucket']['ServerSideEncryptionRule'];
