import { OssError } from '@sse/core';
import type { Commit, CommitResult, OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket, Buckets } from './buckets.ts';

/**
 * Commits what belongs to a bucket while that is there; a bucket whose versioning changed meanwhile is still the same. `failed` counts the
 * commit's own checks. Throws 404 `NoSuchBucket` when the bucket is gone, also if it was made anew; nothing was changed then.
 */
export type CommitInBucket = (session: Session, bucket: Bucket, commit: Commit) => Promise<CommitResult>;

/** A bucket changes rarely; so often in a row never. */
const attempts = 20;

export function commitInBucket({
  store,
  buckets,
}: {
  readonly store: OrderedStore;
  readonly buckets: Pick<Buckets, 'refresh'>;
}): CommitInBucket {
  return async (session, found, { checks = [], ...changes }) => {
    let bucket = found;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const result = await store.commit({ ...changes, checks: [bucket.check, ...checks] });
      if (result.ok) return result;
      if (result.failed > 0) return { ok: false, failed: result.failed - 1 };
      bucket = await buckets.refresh(session, bucket);
    }
    throw new OssError('ServiceUnavailable');
  };
}
