/** Operations on the account: its buckets, regions and settings. */
export type ServiceOperationName =
  | 'ListBuckets'
  | 'DescribeRegions'
  | 'GetPublicAccessBlock'
  | 'PutPublicAccessBlock'
  | 'DeletePublicAccessBlock'
  | 'ListUserDataRedundancyTransition'
  | 'ListAccessPoints'
  | 'ListAccessPointsForObjectProcess'
  | 'ListCloudBoxes'
  | 'GetUserQosInfo'
  | 'ListResourcePools'
  | 'GetResourcePoolInfo'
  | 'ListResourcePoolBuckets'
  | 'PutResourcePoolRequesterQosInfo'
  | 'GetResourcePoolRequesterQosInfo'
  | 'ListResourcePoolRequesterQosInfos'
  | 'DeleteResourcePoolRequesterQosInfo'
  | 'GetUserAntiDDosInfo'
  | 'InitUserAntiDDosInfo'
  | 'UpdateUserAntiDDosInfo'
  | 'ListBucketAntiDDosInfo'
  | 'WriteGetObjectResponse'
  | 'DoDataPipeLineAction';

/** Operations on a bucket itself, on what it lists, and on the documents that belong to it. */
export type BucketOperationName =
  | 'PutBucket'
  | 'DeleteBucket'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'ListMultipartUploads'
  | 'ListLiveChannel'
  | 'DeleteMultipleObjects'
  | 'PostObject'
  | 'GetBucketInfo'
  | 'GetBucketLocation'
  | 'GetBucketStat'
  | DocumentOperation<'BucketEncryption' | 'BucketPolicy' | 'BucketTags' | 'BucketCors' | 'BucketLifecycle' | 'BucketLogging'>
  | DocumentOperation<'BucketWebsite' | 'BucketInventory' | 'UserDefinedLogFieldsConfig' | 'BucketPublicAccessBlock'>
  | DocumentOperation<'BucketQosInfo' | 'BucketResponseHeader' | 'BucketOverwriteConfig' | 'BucketStorageQuota' | 'CallbackPolicy'>
  | DocumentOperation<'BucketTransferAcceleration'>
  | SettingOperation<'BucketAcl' | 'BucketVersioning' | 'BucketReferer' | 'BucketRequestPayment'>
  | SettingOperation<'BucketAccessMonitor' | 'BucketResourceGroup' | 'BucketHttpsConfig' | 'BucketArchiveDirectRead'>
  | SettingOperation<'BucketObjectWormConfiguration' | 'BucketStorageCapacity'>
  | 'ListBucketInventory'
  | 'GetBucketPolicyStatus';

/** Operations of the services around a bucket: replication, retention, domains, styles, access points, indexes. */
export type BucketFeatureOperationName =
  | 'PutBucketReplication'
  | 'GetBucketReplication'
  | 'DeleteBucketReplication'
  | 'GetBucketReplicationLocation'
  | 'GetBucketReplicationProgress'
  | 'PutBucketRtc'
  | 'InitiateBucketWorm'
  | 'AbortBucketWorm'
  | 'CompleteBucketWorm'
  | 'ExtendBucketWorm'
  | 'GetBucketWorm'
  | 'CreateCnameToken'
  | 'GetCnameToken'
  | 'PutCname'
  | 'ListCname'
  | 'DeleteCname'
  | 'PutStyle'
  | 'GetStyle'
  | 'ListStyle'
  | 'DeleteStyle'
  | 'OpenMetaQuery'
  | 'GetMetaQueryStatus'
  | 'DoMetaQuery'
  | 'CloseMetaQuery'
  | 'DoMetaQueryAction'
  | 'CreateBucketMetadataConfiguration'
  | 'GetBucketMetadataConfiguration'
  | 'DeleteBucketMetadataConfiguration'
  | 'UpdateBucketMetadataInventoryTableConfiguration'
  | 'UpdateBucketMetadataJournalTableConfiguration'
  | 'CreateBucketDataRedundancyTransition'
  | 'GetBucketDataRedundancyTransition'
  | 'ListBucketDataRedundancyTransition'
  | 'DeleteBucketDataRedundancyTransition'
  | 'CreateAccessPoint'
  | 'GetAccessPoint'
  | 'DeleteAccessPoint'
  | DocumentOperation<'AccessPointPolicy' | 'AccessPointPublicAccessBlock' | 'AccessPointPolicyForObjectProcess'>
  | 'CreateAccessPointForObjectProcess'
  | 'GetAccessPointForObjectProcess'
  | 'DeleteAccessPointForObjectProcess'
  | SettingOperation<'AccessPointConfigForObjectProcess'>
  | 'InitBucketAntiDDosInfo'
  | 'UpdateBucketAntiDDosInfo'
  | 'PutAsyncFetchTask'
  | 'GetAsyncFetchTask';

/** Operations on an object. */
export type ObjectOperationName =
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'GetObjectMeta'
  | 'CopyObject'
  | 'AppendObject'
  | 'SealAppendObject'
  | 'DeleteObject'
  | 'RestoreObject'
  | 'CleanRestoredObject'
  | 'SelectObject'
  | 'CreateSelectObjectMeta'
  | 'ProcessObject'
  | 'AsyncProcessObject'
  | 'OptionObject'
  | DocumentOperation<'ObjectTagging'>
  | SettingOperation<'ObjectAcl' | 'Symlink' | 'ObjectRetention' | 'ObjectLegalHold'>;

/** Operations on the parts of an upload. */
export type MultipartOperationName =
  | 'InitiateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts';

/** Operations on live channels, which are addressed like objects. */
export type LiveChannelOperationName =
  | 'PutLiveChannel'
  | 'PutLiveChannelStatus'
  | 'GetLiveChannelInfo'
  | 'GetLiveChannelStat'
  | 'GetLiveChannelHistory'
  | 'DeleteLiveChannel'
  | 'PostVodPlaylist'
  | 'GetVodPlaylist';

/** Every operation of the object store interface, under the vendor's name. */
export type OperationName =
  | ServiceOperationName
  | BucketOperationName
  | BucketFeatureOperationName
  | ObjectOperationName
  | MultipartOperationName
  | LiveChannelOperationName;

type DocumentOperation<N extends string> = `Put${N}` | `Get${N}` | `Delete${N}`;
type SettingOperation<N extends string> = `Put${N}` | `Get${N}`;
