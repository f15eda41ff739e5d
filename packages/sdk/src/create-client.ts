import { Fault } from '@sse/core';
import { createCrc64Engine, createLinearMemory, type Crc64Engine } from '@sse/core/primitives';
import { Agent } from 'undici';
import type { ClientOptions } from './client-options.ts';
import { parseEndpoint } from './endpoint.ts';
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
import { createTransport, systemSleep } from './transport/create-transport.ts';
import type { Crc64Update } from './transport/measured-stream.ts';
import { retryPolicy } from './transport/retry.ts';
import { serverClock } from './transport/server-clock.ts';

/** A client of the server at `endpoint`; sends nothing yet. Throws `Fault` `configuration` for an endpoint or region that is none. */
export function createClient(options: ClientOptions): OssClient {
  const { dispatcher = new Agent({ connect: { timeout: options.timeouts?.connectMs ?? 10_000 } }) } = options;
  const closing = new AbortController();
  const transport = createTransport({
    endpoint: parseEndpoint(options.endpoint, options.addressing),
    region: checkedRegion(options.region),
    credentials: options.credentials,
    dispatcher,
    closing: closing.signal,
    replyTimeoutMs: options.timeouts?.replyMs ?? 60_000,
    clock: serverClock(options.now ?? Date.now),
    retry: retryPolicy(options.retries ?? {}, options.random ?? Math.random),
    crc64: lazyCrc64(),
    sleep: options.sleep ?? systemSleep,
  });
  const close = async (): Promise<void> => {
    closing.abort(new Error('the client was closed'));
    if (options.dispatcher === undefined) await dispatcher.destroy();
  };
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

function checkedRegion(region: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(region)) {
    throw new Fault('configuration', `expected a region such as cn-hangzhou, got ${JSON.stringify(region)}`);
  }
  return region;
}

/** The scratch area of the engine and its tables, rounded up to pages by the memory. */
const CRC_MEMORY_BYTES = 131_072;

/** Compiles its engine at the first bytes, so that clients that move none do not wait for it. */
function lazyCrc64(): Crc64Update {
  let engine: Crc64Engine | undefined;
  return (crc, bytes) => (engine ??= createCrc64Engine(createLinearMemory({ bytes: CRC_MEMORY_BYTES }))).update(crc, bytes);
}
