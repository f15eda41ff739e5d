export {
  Fault,
  type DataEncryption,
  type EncryptionRule,
  type FaultCode,
  type AdminOperationName,
  type OperationName,
  type OssErrorCode,
  type RpcErrorCode,
  type SseAlgorithm,
} from '@sse/core';
export { createClient } from './create-client.ts';
export type { ClientOptions, Timeouts } from './client-options.ts';
export type { Credentials, CredentialsProvider } from './credentials.ts';
export type { Addressing } from './endpoint.ts';
export { OssServiceError, type ServiceErrorFacts } from './errors/service-error.ts';
export { OssTransportError, type TransportErrorKind } from './errors/transport-error.ts';
export type { ByteRange, ContentRange } from './headers/byte-range.ts';
export type { ObjectHead, ObjectMeta } from './headers/object-head.ts';
export type { ObjectHeaders } from './headers/object-headers.ts';
export type { ReadConditions } from './headers/read-conditions.ts';
export type { UserMetadata } from './headers/user-metadata.ts';
export type { CreateBucketOptions } from './operations/create-bucket.ts';
export type { BucketEncryption } from './operations/get-bucket-encryption.ts';
export type { BucketDescription } from './operations/get-bucket-info.ts';
export type { BucketLocation } from './operations/get-bucket-location.ts';
export type { GetObjectOptions, ObjectReply } from './operations/get-object.ts';
export type { HeadObjectOptions } from './operations/head-object.ts';
export type { BucketPage, ListBucketsOptions, ListedBucket, Owner } from './operations/list-buckets.ts';
export type { ListedObject, ListObjectsOptions, ObjectPage } from './operations/list-objects.ts';
export type { PresignedRequest, PresignRequest } from './operations/presign.ts';
export type { PutObjectOptions, StoredObject } from './operations/put-object.ts';
export type { OssClient } from './oss-client.ts';
export type { CallName } from './transport/call-name.ts';
export type { CallOptions, Reply } from './transport/call.ts';
export type { RetryOptions } from './transport/retry.ts';
export type { ByteSource, ObjectContent } from './transport/upload-body.ts';
