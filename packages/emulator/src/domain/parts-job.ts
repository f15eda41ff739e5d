import type { OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import { newTrash } from './blob-rows.ts';
import { openSession } from './bucket-key.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace, partNumberOf, systemScope, type BucketId, type UploadId } from './keyspace.ts';
import type { PartRow } from './object-rows.ts';

/** The parts of an upload that has ended, which wait for their removal. */
export interface PartsJobRow {
  /** One bit for each part number, the lowest first, whose blob the object took over; empty when there is no object. */
  readonly used: Uint8Array;
}

export interface PartsJobOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly now: () => number;
}

/** Does the job of one upload, to its end. */
export type PartsJob = (upload: { readonly bucketId: BucketId; readonly uploadId: UploadId }) => Promise<void>;

/** Rows of one commit are two for each part. */
const pageSize = 200;

/**
 * Removes the part rows of an upload that has ended; blobs that no object took over become trash. Nothing writes part rows of an upload without a
 * row, so that it may run in several processes at once, and again after it was cut off.
 */
export function partsJob({ store, keys: { rows }, now }: PartsJobOptions): PartsJob {
  return async ({ bucketId, uploadId }) => {
    const session = openSession();
    const jobKey = keyspace.partsJob(bucketId, uploadId);
    const job = await rows.read<PartsJobRow>(session, { scope: systemScope, key: jobKey });
    if (job === undefined) return;
    for (;;) {
      const page = await store.range({ ...keyspace.parts(uploadId), limit: pageSize });
      const sets: { key: StoreKey; value: Uint8Array }[] = [];
      for (const { key, value } of page) {
        if (isUsed(job.value, partNumberOf(key))) continue;
        const { extent } = await rows.open<PartRow>(session, { scope: bucketId, key }, value);
        if (extent.blobId !== undefined) sets.push(newTrash(now(), extent.blobId));
      }
      const isLast = page.length < pageSize;
      const checks = page.map(({ key, version }) => ({ key, version }));
      await store.commit({ checks, sets, deletes: [...page.map(({ key }) => key), ...(isLast ? [jobKey] : [])] });
      if (isLast) return;
    }
  };
}

/** The bits of `used` for these part numbers. */
export function usedParts(partNumbers: readonly number[]): Uint8Array {
  const used = new Uint8Array((Math.max(0, ...partNumbers) >> 3) + 1);
  for (const number of partNumbers) used[number >> 3] = (used[number >> 3] ?? 0) | (1 << (number & 7));
  return used;
}

function isUsed({ used }: PartsJobRow, partNumber: number): boolean {
  return ((used[partNumber >> 3] ?? 0) & (1 << (partNumber & 7))) !== 0;
}
