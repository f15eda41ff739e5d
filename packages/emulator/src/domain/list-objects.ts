import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { afterKey, afterPrefix, keyspace, nameOf } from './keyspace.ts';
import type { ObjectHead } from './object-rows.ts';
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

/** Rows of one read when a delimiter may make most of them skipped. */
const delimitedPage = 64;

interface Entry {
  readonly name: string;
  /** Absent for common prefixes. */
  readonly sealed: Uint8Array | undefined;
}

/** Lists visible objects in UTF-8 order by scanning heads; the names under a common prefix are skipped by seeking, not read. */
export function listObjects({
  store,
  rows,
}: ListObjectsOptions): (session: Session, bucket: Bucket, query: ListQuery) => Promise<ListPage> {
  return async (session, bucket, query) => {
    const entries = await scan(store, bucket, query);
    const page = entries.slice(0, query.limit);
    const objects: { name: string; head: ObjectHead }[] = [];
    for (const { name, sealed } of page) {
      if (sealed === undefined) continue;
      const head = await rows.open<ObjectHead>(session, { scope: bucket.id, key: keyspace.object(bucket.id, name) }, sealed);
      objects.push({ name, head });
    }
    const commonPrefixes = page.filter(({ sealed }) => sealed === undefined).map(({ name }) => name);
    return { objects, commonPrefixes, next: entries.length > query.limit ? page.at(-1)?.name : undefined };
  };
}

/** Up to one entry more than asked for, which tells whether the listing goes on. */
async function scan(store: OrderedStore, bucket: Bucket, { prefix, after, delimiter, limit }: ListQuery): Promise<Entry[]> {
  const all = keyspace.objects(bucket.id);
  const from = (name: string): Uint8Array => keyspace.object(bucket.id, name).subarray(0, -1);
  const lt = prefix === '' ? all.lt : afterPrefix(from(prefix));
  let gte = startAfter(after) ?? from(prefix);
  const entries: Entry[] = [];

  while (entries.length <= limit) {
    const size = delimiter === '' ? limit + 1 - entries.length : delimitedPage;
    const page = await store.range({ gte, lt, limit: size });
    for (const { key, value } of page) {
      if (entries.length > limit) return entries;
      const name = nameOf(key, all);
      const group = groupOf(name);
      if (group === undefined) entries.push({ name, sealed: value });
      else if (entries.at(-1)?.name !== group) entries.push({ name: group, sealed: undefined });
      gte = group === undefined ? afterKey(key) : afterPrefix(from(group));
    }
    if (page.length < size) return entries;
  }
  return entries;

  function groupOf(name: string): string | undefined {
    const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : name.slice(0, at + delimiter.length);
  }

  /** Where names after `after` begin; a marker that is itself a common prefix skips all names under it. `undefined` when it is before the prefix. */
  function startAfter(marker: string): Uint8Array | undefined {
    if (marker === '' || Buffer.compare(Buffer.from(marker), Buffer.from(prefix)) < 0) return undefined;
    return marker.startsWith(prefix) && groupOf(marker) === marker
      ? afterPrefix(from(marker))
      : afterKey(keyspace.object(bucket.id, marker));
  }
}
