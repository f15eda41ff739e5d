import type { OperationName } from '@sse/core';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { appendObject } from './append-object.ts';
import { getBucketAcl, putBucketAcl } from './bucket-acl.ts';
import { DOCUMENT_HANDLERS } from './bucket-documents/document-handlers.ts';
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus, putBucketPolicy } from './bucket-policy.ts';
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from './public-access-block.ts';
import { deleteBucketInventory, getBucketInventory, listBucketInventory, putBucketInventory } from './bucket-inventory.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { deleteObjectTagging } from './delete-object-tagging.ts';
import { deleteBucketEncryption } from './delete-bucket-encryption.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteMultipleObjects } from './delete-multiple-objects.ts';
import { deleteObject } from './delete-object.ts';
import { getBucketEncryption } from './get-bucket-encryption.ts';
import { getBucketInfo } from './get-bucket-info.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getObjectAcl } from './get-object-acl.ts';
import { getObjectTagging } from './get-object-tagging.ts';
import { getSymlink } from './get-symlink.ts';
import { getBucketStat } from './get-bucket-stat.ts';
import { getObjectMeta } from './get-object-meta.ts';
import { getObject } from './get-object.ts';
import { headObject } from './head-object.ts';
import { initiateMultipartUpload } from './initiate-multipart-upload.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listParts } from './list-parts.ts';
import { uploadPartCopy } from './upload-part-copy.ts';
import { uploadPart } from './upload-part.ts';
import { onBucket, onObject } from './levels.ts';
import { listBuckets } from './list-buckets.ts';
import { listLiveChannel } from './list-live-channel.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjects } from './list-objects.ts';
import { putBucketVersioning } from './put-bucket-versioning.ts';
import { optionObject } from './option-object.ts';
import { postObject } from './post-object.ts';
import { putBucketEncryption } from './put-bucket-encryption.ts';
import { putBucket } from './put-bucket.ts';
import { putObjectAcl } from './put-object-acl.ts';
import { putObjectTagging } from './put-object-tagging.ts';
import { putSymlink } from './put-symlink.ts';
import { putObject } from './put-object.ts';
import type { Handler } from './services.ts';
import { onWebsite } from './website.ts';

/** The operations that this server serves. All others answer a named `NotImplemented`; docs/gaps.md lists them. */
export const HANDLERS: Readonly<Partial<Record<OperationName, Handler>>> = {
  ListBuckets: listBuckets,
  PutBucket: onBucket(putBucket),
  DeleteBucket: onBucket(deleteBucket),
  GetBucketInfo: onBucket(getBucketInfo),
  GetBucketLocation: onBucket(getBucketLocation),
  GetBucketStat: onBucket(getBucketStat),
  PutBucketPolicy: onBucket(putBucketPolicy),
  GetBucketPolicy: onBucket(getBucketPolicy),
  DeleteBucketPolicy: onBucket(deleteBucketPolicy),
  GetBucketPolicyStatus: onBucket(getBucketPolicyStatus),
  PutPublicAccessBlock: putPublicAccessBlock,
  GetPublicAccessBlock: getPublicAccessBlock,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  PutBucketAcl: onBucket(putBucketAcl),
  GetBucketAcl: onBucket(getBucketAcl),
  PutBucketInventory: onBucket(putBucketInventory),
  GetBucketInventory: onBucket(getBucketInventory),
  DeleteBucketInventory: onBucket(deleteBucketInventory),
  ListBucketInventory: onBucket(listBucketInventory),
  ...DOCUMENT_HANDLERS,
  ListLiveChannel: onBucket(listLiveChannel),
  OptionObject: onBucket(optionObject),
  ListObjects: onBucket(listObjects),
  ListObjectsV2: onBucket(listObjectsV2),
  ListObjectVersions: onBucket(listObjectVersions),
  PutBucketVersioning: onBucket(putBucketVersioning),
  GetBucketVersioning: onBucket(getBucketVersioning),
  PutBucketEncryption: onBucket(putBucketEncryption),
  GetBucketEncryption: onBucket(getBucketEncryption),
  DeleteBucketEncryption: onBucket(deleteBucketEncryption),
  PutObject: onObject(putObject),
  GetObject: onObject(onWebsite(getObject)),
  HeadObject: onObject(onWebsite(headObject)),
  PostObject: onBucket(postObject),
  GetObjectMeta: onObject(getObjectMeta),
  DeleteObject: onObject(deleteObject),
  DeleteMultipleObjects: onBucket(deleteMultipleObjects),
  PutObjectTagging: onObject(putObjectTagging),
  GetObjectTagging: onObject(getObjectTagging),
  DeleteObjectTagging: onObject(deleteObjectTagging),
  PutObjectAcl: onObject(putObjectAcl),
  GetObjectAcl: onObject(getObjectAcl),
  PutSymlink: onObject(putSymlink),
  GetSymlink: onObject(getSymlink),
  AppendObject: onObject(appendObject),
  CopyObject: onObject(copyObject),
  ListMultipartUploads: onBucket(listMultipartUploads),
  InitiateMultipartUpload: onObject(initiateMultipartUpload),
  UploadPart: onObject(uploadPart),
  UploadPartCopy: onObject(uploadPartCopy),
  CompleteMultipartUpload: onObject(completeMultipartUpload),
  AbortMultipartUpload: onObject(abortMultipartUpload),
  ListParts: onObject(listParts),
};
