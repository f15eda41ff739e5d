import { toHex } from '@sse/core/primitives';
import type { BlobStore } from '../ports/blob-store.ts';
import type { OrderedStore, Row, StoreKey } from '../ports/ordered-store.ts';
import { newTrash, type IntentRow, type TrashList } from './blob-rows.ts';
import { openSession } from './bucket-key.ts';
import { afterKey, keyspace, nameOf, partsJobOf, systemScope, trashOf } from './keyspace.ts';
import type { PartsJob } from './parts-job.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface SweeperOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
  readonly blobs: BlobStore;
  readonly runPartsJob: PartsJob;
  readonly now: () => number;
  /** How long a blob stays after nothing names it any more, so that readers that began before can finish; in ms. */
  readonly trashGraceMs: number;
}

export interface Swept {
  readonly expiredIntents: number;
  readonly deletedBlobs: number;
  /** What could not be dealt with in this round: a damaged row, a blob that cannot be deleted. The next round tries again. */
  readonly failures: readonly unknown[];
}

const pageSize = 200;

/**
 * One round of cleaning: expired intents become trash by compare-and-set, and trash that is old enough is deleted, blob first and row last.
 * Several processes may sweep at once. One bad item does not keep the others.
 */
export async function sweep({ store, rows, blobs, runPartsJob, now, trashGraceMs }: SweeperOptions): Promise<Swept> {
  const failures: unknown[] = [];
  await endPartsJobs();
  return { expiredIntents: await expireIntents(), deletedBlobs: await emptyTrash(), failures };

  /** Those that the process which began them did not finish. */
  async function endPartsJobs(): Promise<void> {
    const range = keyspace.partsJobs();
    for (let { gte } = range; ;) {
      const page = await store.range({ gte, lt: range.lt, limit: pageSize });
      for (const { key } of page) await runPartsJob(partsJobOf(key)).catch(note);
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      gte = afterKey(last.key);
    }
  }

  async function expireIntents(): Promise<number> {
    const range = keyspace.intents();
    let expired = 0;
    for (let { gte } = range; ;) {
      const page = await store.range({ gte, lt: range.lt, limit: pageSize });
      for (const row of page) if (await expireIntent(row, nameOf(row.key, range)).catch(note)) expired += 1;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return expired;
      gte = afterKey(last.key);
    }
  }

  async function expireIntent({ key, value, version }: Row, blobId: string): Promise<boolean> {
    const intent = await rows.open<IntentRow>(openSession(), { scope: systemScope, key }, value);
    if (intent.expiresAt > now()) return false;
    return (await store.commit({ checks: [{ key, version }], sets: [newTrash(now(), blobId)], deletes: [key] })).ok;
  }

  async function emptyTrash(): Promise<number> {
    const { gte: first, lt } = keyspace.trashed();
    let deleted = 0;
    for (let gte = first; ;) {
      const page = await store.range({ gte, lt, limit: pageSize });
      const due = page.filter(({ key }) => trashOf(key).atMs + trashGraceMs <= now());
      const gone = await Promise.all(due.map(deleteBlob));
      const deletes = due.filter((_, index) => gone[index]).map(({ key }) => key);
      if (deletes.length > 0) await store.commit({ deletes });
      deleted += deletes.length;
      const last = due.at(-1);
      if (last === undefined || due.length < pageSize) return deleted;
      gte = afterKey(last.key);
    }
  }

  async function deleteBlob({ key, value }: Row): Promise<boolean> {
    try {
      for (const blobId of await blobsOf(key, value)) await blobs.delete(blobId);
      return true;
    } catch (error) {
      return note(error);
    }
  }

  async function blobsOf(key: StoreKey, value: Uint8Array): Promise<string[]> {
    if (value.length === 0) return [trashOf(key).blobId];
    const { blobIds } = await rows.open<TrashList>(openSession(), { scope: systemScope, key }, value);
    return Array.from({ length: blobIds.length / 16 }, (_, index) => toHex(blobIds.subarray(index * 16, index * 16 + 16)));
  }

  function note(error: unknown): false {
    failures.push(error);
    return false;
  }
}
