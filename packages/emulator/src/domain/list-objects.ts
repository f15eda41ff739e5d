import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { keyspace } from './keyspace.ts';
import type { ObjectHead } from './object-rows.ts';
import { scanNames, startAfterName } from './scan-names.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface ListQuery {
  readonly prefix: string;
  /** Names after this one; `''` from the start. A common prefix stands for all names under it. */
  readonly after: string;
  /** Names that share a prefix up to its next occurrence are one entry; `''` for none. */
  readonly delimiter: string;
  readonly limit: number;
}

export interface ListPage {
  /** In name order. */
  readonly objects: readonly { readonly name: string; readonly head: ObjectHead }[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page, to go on after; absent when nothing follows. */
  readonly next: string | undefined;
}

export interface ListObjectsOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
}

/** Lists visible objects in UTF-8 order by scanning heads. */
export function listObjects({
  store,
  rows,
}: ListObjectsOptions): (session: Session, bucket: Bucket, query: ListQuery) => Promise<ListPage> {
  return async (session, bucket, query) => {
    const table = { range: keyspace.objects(bucket.id), suffixBytes: 0 };
    const start = startAfterName(table, query.after, query);
    // One more than asked for tells whether the listing goes on.
    const entries = await scanNames(store, table, { ...query, start, limit: query.limit + 1 });
    const page = entries.slice(0, query.limit);
    const objects: { name: string; head: ObjectHead }[] = [];
    for (const { name, row } of page) {
      if (row === undefined) continue;
      const head = await rows.open<ObjectHead>(session, { scope: bucket.id, key: row.key }, row.value);
      objects.push({ name, head });
    }
    const commonPrefixes = page.filter(({ row }) => row === undefined).map(({ name }) => name);
    return { objects, commonPrefixes, next: entries.length > query.limit ? page.at(-1)?.name : undefined };
  };
}
