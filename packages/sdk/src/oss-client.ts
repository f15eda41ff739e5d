import type { EncryptionRule } from '@sse/core';
import type { CreateBucketOptions } from './operations/create-bucket.ts';
import type { BucketDescription } from './operations/get-bucket-info.ts';
import type { BucketEncryption } from './operations/get-bucket-encryption.ts';
import type { BucketLocation } from './operations/get-bucket-location.ts';
import type { GetObjectOptions, ObjectReply } from './operations/get-object.ts';
import type { HeadObjectOptions } from './operations/head-object.ts';
import type { BucketPage, ListBucketsOptions, ListedBucket } from './operations/list-buckets.ts';
import type { ListedObject, ListObjectsOptions, ObjectPage } from './operations/list-objects.ts';
import type { PresignedRequest, PresignRequest } from './operations/presign.ts';
import type { PutObjectOptions, StoredObject } from './operations/put-object.ts';
import type { ObjectHead, ObjectMeta } from './headers/object-head.ts';
import type { CallOptions, Reply } from './transport/call.ts';
import type { ObjectContent } from './transport/upload-body.ts';

/**
 * A client of one server, for use by many at once. Every operation rejects with `OssServiceError` when the service refuses it,
 * `OssTransportError` when no usable answer came, and `Fault` when it is called wrongly.
 */
export interface OssClient {
  /** One page of the account's buckets. */
  listBuckets(options?: ListBucketsOptions): Promise<BucketPage>;
  /** All buckets, asked for page by page. */
  buckets(options?: ListBucketsOptions): AsyncGenerator<ListedBucket, void>;
  /** Creates a bucket, with an encryption rule if one is given; one's own that is there already is success. */
  createBucket(bucket: string, options?: CreateBucketOptions): Promise<Reply>;
  /** Deletes a bucket; `BucketNotEmpty` while it holds objects. */
  deleteBucket(bucket: string, options?: CallOptions): Promise<Reply>;
  getBucketInfo(bucket: string, options?: CallOptions): Promise<BucketDescription>;
  getBucketLocation(bucket: string, options?: CallOptions): Promise<BucketLocation>;

  /** Sets the rule for objects whose requests name no encryption; objects that are there stay as they are. */
  putBucketEncryption(bucket: string, rule: EncryptionRule, options?: CallOptions): Promise<Reply>;
  /** The rule; `NoSuchServerSideEncryptionRule` when there is none. */
  getBucketEncryption(bucket: string, options?: CallOptions): Promise<BucketEncryption>;
  /** Removes the rule; success also when there is none. */
  deleteBucketEncryption(bucket: string, options?: CallOptions): Promise<Reply>;

  /** One page of objects (ListObjectsV2). */
  listObjects(bucket: string, options?: ListObjectsOptions): Promise<ObjectPage>;
  /** All pages of objects and common prefixes, each asked for when it is wanted. */
  objectPages(bucket: string, options?: ListObjectsOptions): AsyncGenerator<ObjectPage, void>;
  /** All objects, asked for page by page. */
  objects(bucket: string, options?: ListObjectsOptions): AsyncGenerator<ListedObject, void>;

  /** Creates or replaces an object; a stream is sent once and never again. */
  putObject(bucket: string, key: string, content: ObjectContent, options?: PutObjectOptions): Promise<StoredObject>;
  /** Reads an object or a range of it; the body must be read to its end or destroyed. */
  getObject(bucket: string, key: string, options?: GetObjectOptions): Promise<ObjectReply>;
  /** Everything about an object but its content. */
  headObject(bucket: string, key: string, options?: HeadObjectOptions): Promise<ObjectHead>;
  /** Size, ETag and time of an object, not its encryption. */
  getObjectMeta(bucket: string, key: string, options?: HeadObjectOptions): Promise<ObjectMeta>;
  /** Deletes an object; success also when there is none. */
  deleteObject(bucket: string, key: string, options?: CallOptions): Promise<Reply>;
  /** Signs a request into a URL for somebody without credentials; sends nothing. */
  presign(request: PresignRequest): Promise<PresignedRequest>;

  /** Ends what is still in flight (`OssTransportError` `aborted`) and lets connections go. May be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
