import type { Transport } from '../transport/call.ts';
import { listBuckets, type ListBucketsOptions, type ListedBucket } from './list-buckets.ts';
import { listObjects, type ListedObject, type ListObjectsOptions, type ObjectPage } from './list-objects.ts';

/** All pages of a bucket's objects from the given one on, each asked for when it is wanted. */
export async function* objectPages(
  transport: Transport,
  bucket: string,
  options: ListObjectsOptions = {},
): AsyncGenerator<ObjectPage, void> {
  let { continuationToken } = options;
  do {
    const page = await listObjects(transport, bucket, { ...options, continuationToken });
    yield page;
    continuationToken = page.nextContinuationToken;
  } while (continuationToken !== undefined);
}

/** All objects of a bucket, page by page; common prefixes are passed over. */
export async function* allObjects(
  transport: Transport,
  bucket: string,
  options: ListObjectsOptions = {},
): AsyncGenerator<ListedObject, void> {
  for await (const page of objectPages(transport, bucket, options)) yield* page.objects;
}

/** All buckets of the account, page by page. */
export async function* allBuckets(transport: Transport, options: ListBucketsOptions = {}): AsyncGenerator<ListedBucket, void> {
  let { marker } = options;
  do {
    const page = await listBuckets(transport, { ...options, marker });
    yield* page.buckets;
    marker = page.nextMarker;
  } while (marker !== undefined);
}
