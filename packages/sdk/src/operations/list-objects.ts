import { listBucketResultV2, urlDecodeListing, type ListBucketResultV2 } from '@sse/core';
import { bucketResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { presentPairs } from '../transport/present-pairs.ts';
import { expectDocument, readDocument, replyOf } from '../transport/read-document.ts';
import type { Owner } from './list-buckets.ts';
import { nextPage } from './next-page.ts';

export interface ListObjectsOptions extends CallOptions {
  /** Only keys that begin so. */
  readonly prefix?: string | undefined;
  /** Keys that share a prefix up to and including this text are listed as one common prefix. */
  readonly delimiter?: string | undefined;
  /** Only keys after this one. */
  readonly startAfter?: string | undefined;
  /** Keys and common prefixes in a page, 1 to 1000; the service's default is 100. */
  readonly maxKeys?: number | undefined;
  /** Whether objects show their owner; default false. */
  readonly fetchOwner?: boolean | undefined;
  /** From the page before. */
  readonly continuationToken?: string | undefined;
}

/** An object in a listing. */
export interface ListedObject {
  readonly key: string;
  /** Bytes of the plaintext. */
  readonly size: number;
  readonly lastModified: Date;
  /** With its quotes. */
  readonly etag: string;
  readonly type: string;
  readonly storageClass: string;
  readonly owner: Owner | undefined;
}

/** A page of a bucket's objects in the order of their keys; `nextContinuationToken` is there when there are more. */
export interface ObjectPage extends Reply {
  readonly objects: readonly ListedObject[];
  readonly commonPrefixes: readonly string[];
  readonly nextContinuationToken: string | undefined;
}

/** `GET /?list-type=2`: one page of objects (protocol reference §4.5). Names may hold any character. */
export async function listObjects(transport: Transport, bucket: string, options: ListObjectsOptions = {}): Promise<ObjectPage> {
  const { prefix, delimiter, startAfter, maxKeys, fetchOwner, continuationToken, signal } = options;
  const query = presentPairs({
    prefix,
    delimiter,
    'start-after': startAfter,
    'max-keys': maxKeys,
    'fetch-owner': fetchOwner === true ? 'true' : undefined,
    'continuation-token': continuationToken,
    'encoding-type': 'url',
  });
  const reply = await transport.whole({ operation: 'ListObjectsV2', resource: bucketResource(bucket), query, signal });
  const page = expectDocument(urlDecodeListing(readDocument(reply, listBucketResultV2, 'ListObjectsV2')), reply, 'ListObjectsV2');
  return {
    ...replyOf(reply),
    objects: page.Contents.map(toListedObject),
    commonPrefixes: page.CommonPrefixes.map(({ Prefix }) => Prefix),
    nextContinuationToken: page.IsTruncated
      ? nextPage('ListObjectsV2', reply, { current: continuationToken, next: page.NextContinuationToken })
      : undefined,
  };
}

function toListedObject(listed: ListBucketResultV2['Contents'][number]): ListedObject {
  return {
    key: listed.Key,
    size: listed.Size,
    lastModified: listed.LastModified,
    etag: listed.ETag,
    type: listed.Type,
    storageClass: listed.StorageClass,
    owner: listed.Owner === undefined ? undefined : { id: listed.Owner.ID, displayName: listed.Owner.DisplayName },
  };
}
