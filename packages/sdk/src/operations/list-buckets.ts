import { listAllMyBucketsResult } from '@sse/core';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { presentPairs } from '../transport/present-pairs.ts';
import { readDocument, replyOf } from '../transport/read-document.ts';
import { nextPage } from './next-page.ts';

export interface ListBucketsOptions extends CallOptions {
  /** Only names that begin so. */
  readonly prefix?: string | undefined;
  /** Only names after this one. */
  readonly marker?: string | undefined;
  /** 1 to 1000; the service's default is 100. */
  readonly maxKeys?: number | undefined;
}

/** A bucket in a listing. */
export interface ListedBucket {
  readonly name: string;
  /** Such as `oss-cn-hangzhou`. */
  readonly location: string;
  readonly creationDate: Date;
  /** Host and port, without a scheme. */
  readonly extranetEndpoint: string;
  readonly intranetEndpoint: string;
  readonly storageClass: string;
  readonly comment: string | undefined;
}

/** Who owns buckets or an object. */
export interface Owner {
  readonly id: string;
  readonly displayName: string;
}

/** A page of the account's buckets; `nextMarker` is there when there are more. */
export interface BucketPage extends Reply {
  readonly buckets: readonly ListedBucket[];
  readonly owner: Owner;
  readonly nextMarker: string | undefined;
}

/** `GET /` of the service: one page of buckets. */
export async function listBuckets(transport: Transport, options: ListBucketsOptions = {}): Promise<BucketPage> {
  const { prefix, marker, maxKeys, signal } = options;
  const query = presentPairs({ prefix, marker, 'max-keys': maxKeys });
  const reply = await transport.whole({ operation: 'ListBuckets', resource: {}, query, signal });
  const page = readDocument(reply, listAllMyBucketsResult, 'ListBuckets');
  return {
    ...replyOf(reply),
    buckets: page.Buckets.map((bucket) => ({
      name: bucket.Name,
      location: bucket.Location,
      creationDate: bucket.CreationDate,
      extranetEndpoint: bucket.ExtranetEndpoint,
      intranetEndpoint: bucket.IntranetEndpoint,
      storageClass: bucket.StorageClass,
      comment: bucket.Comment,
    })),
    owner: { id: page.Owner.ID, displayName: page.Owner.DisplayName },
    nextMarker: page.IsTruncated === true ? nextPage('ListBuckets', reply, { current: marker, next: page.NextMarker }) : undefined,
  };
}
