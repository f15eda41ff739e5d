import type { ClientOptions } from './client-options.ts';
import { openTransport } from './open-transport.ts';
import type { OssClient } from './oss-client.ts';
import { createBucket } from './operations/create-bucket.ts';
import { deleteBucketEncryption } from './operations/delete-bucket-encryption.ts';
import { deleteBucket } from './operations/delete-bucket.ts';
import { deleteObject } from './operations/delete-object.ts';
import { getBucketEncryption } from './operations/get-bucket-encryption.ts';
import { getBucketInfo } from './operations/get-bucket-info.ts';
import { getBucketLocation } from './operations/get-bucket-location.ts';
import { getObjectMeta } from './operations/get-object-meta.ts';
import { getObject } from './operations/get-object.ts';
import { headObject } from './operations/head-object.ts';
import { allBuckets, allObjects, objectPages } from './operations/iterate-pages.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listObjects } from './operations/list-objects.ts';
import { presign } from './operations/presign.ts';
import { putBucketEncryption } from './operations/put-bucket-encryption.ts';
import { putObject } from './operations/put-object.ts';
import type { Transport } from './transport/call.ts';

/** A client of the server at `endpoint`; sends nothing yet. Throws `Fault` `configuration` for an endpoint or region that is none. */
export function createClient(options: ClientOptions): OssClient {
  const { transport, close } = openTransport(options);
  return { ...operations(transport), close, [Symbol.asyncDispose]: close };
}

function operations(transport: Transport): Omit<OssClient, 'close' | typeof Symbol.asyncDispose> {
  return {
    listBuckets: (options) => listBuckets(transport, options),
    buckets: (options) => allBuckets(transport, options),
    createBucket: (bucket, options) => createBucket(transport, bucket, options),
    deleteBucket: (bucket, options) => deleteBucket(transport, bucket, options),
    getBucketInfo: (bucket, options) => getBucketInfo(transport, bucket, options),
    getBucketLocation: (bucket, options) => getBucketLocation(transport, bucket, options),
    putBucketEncryption: (bucket, rule, options) => putBucketEncryption(transport, bucket, rule, options),
    getBucketEncryption: (bucket, options) => getBucketEncryption(transport, bucket, options),
    deleteBucketEncryption: (bucket, options) => deleteBucketEncryption(transport, bucket, options),
    listObjects: (bucket, options) => listObjects(transport, bucket, options),
    objectPages: (bucket, options) => objectPages(transport, bucket, options),
    objects: (bucket, options) => allObjects(transport, bucket, options),
    putObject: (bucket, key, content, options) => putObject(transport, bucket, key, content, options),
    getObject: (bucket, key, options) => getObject(transport, bucket, key, options),
    headObject: (bucket, key, options) => headObject(transport, bucket, key, options),
    getObjectMeta: (bucket, key, options) => getObjectMeta(transport, bucket, key, options),
    deleteObject: (bucket, key, options) => deleteObject(transport, bucket, key, options),
    presign: (request) => presign(transport, request),
  };
}
