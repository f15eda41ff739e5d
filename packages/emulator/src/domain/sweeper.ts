import type { BlobStore } from '../ports/blob-store.ts';
import type { OrderedStore } from '../ports/ordered-store.ts';
import { newTrash, type IntentRow } from './blob-rows.ts';
import { openSession } from './bucket-key.ts';
import { afterKey, keyspace, nameOf, systemScope, trashOf } from './keyspace.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface SweeperOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
  readonly blobs: BlobStore;
  readonly now: () => number;
  /** How long a blob stays after nothing names it any more, so that readers that began before can finish; in ms. */
  readonly trashGraceMs: number;
}

export interface Swept {
  readonly expiredIntents: number;
  readonly deletedBlobs: number;
}

const pageSize = 200;

/**
 * One round of cleaning: expired intents become trash by compare-and-set, and trash that is old enough is deleted, blob first and row last.
 * Several processes may sweep at once.
 */
export async function sweep({ store, rows, blobs, now, trashGraceMs }: SweeperOptions): Promise<Swept> {
  return { expiredIntents: await expireIntents(), deletedBlobs: await emptyTrash() };

  async function expireIntents(): Promise<number> {
    const range = keyspace.intents();
    const session = openSession();
    let expired = 0;
    for (let { gte } = range; ;) {
      const page = await store.range({ gte, lt: range.lt, limit: pageSize });
      for (const { key, value, version } of page) {
        if ((await rows.open<IntentRow>(session, { scope: systemScope, key }, value)).expiresAt > now()) continue;
        const result = await store.commit({ checks: [{ key, version }], sets: [newTrash(now(), nameOf(key, range))], deletes: [key] });
        if (result.ok) expired += 1;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return expired;
      gte = afterKey(last.key);
    }
  }

  async function emptyTrash(): Promise<number> {
    let deleted = 0;
    for (;;) {
      const page = await store.range({ ...keyspace.trashed(), limit: pageSize });
      const due = page.map((row) => ({ row, ...trashOf(row.key) })).filter(({ atMs }) => atMs + trashGraceMs <= now());
      if (due.length === 0) return deleted;
      await Promise.all(due.map(({ blobId }) => blobs.delete(blobId)));
      await store.commit({ deletes: due.map(({ row }) => row.key) });
      deleted += due.length;
    }
  }
}
