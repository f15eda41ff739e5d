import { hasTags, type TagElement, type WantedTag } from '@sse/core';
import type { Session } from './bucket-key.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { Documents } from './documents.ts';

export interface TaggedBucketsQuery {
  readonly prefix: string;
  /** `''` from the start. */
  readonly marker: string;
  readonly limit: number;
  readonly wanted: readonly WantedTag[];
}

export interface TaggedBucketsPage {
  readonly buckets: readonly (Bucket & { readonly tags: readonly TagElement[] })[];
  /** The last bucket of the page, to go on after; absent when no other has the tags. */
  readonly next: string | undefined;
}

/** Buckets whose names are read at a time. */
const pageSize = 100;

/** Up to `limit` buckets that have the wanted tags, in name order; the others are read and left out. */
export async function listTaggedBuckets(
  { buckets, documents }: { readonly buckets: Buckets; readonly documents: Documents },
  session: Session,
  { prefix, marker, limit, wanted }: TaggedBucketsQuery,
): Promise<TaggedBucketsPage> {
  const found: (Bucket & { readonly tags: readonly TagElement[] })[] = [];
  for (let after: string | undefined = marker; after !== undefined;) {
    const page = await buckets.list({ prefix, marker: after, limit: pageSize });
    for (const bucket of page.buckets) {
      const tags = (await documents.find(session, bucket.id, 'tagging'))?.TagSet.Tag ?? [];
      if (!hasTags(tags, wanted)) continue;
      if (found.length === limit) return { buckets: found, next: found.at(-1)?.name };
      found.push({ ...bucket, tags });
    }
    after = page.next;
  }
  return { buckets: found, next: undefined };
}
