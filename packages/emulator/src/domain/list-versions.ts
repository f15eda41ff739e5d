import { OssError } from '@sse/core';
import type { OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { afterKey, keyspace } from './keyspace.ts';
import type { DeleteMarker, NullVersionRow, ObjectHead, VersionRow } from './object-rows.ts';
import { scanNames, startAfterName, type NameTable, type ScannedEntry } from './scan-names.ts';
import type { SealedRows } from './sealed-rows.ts';
import { formatVersionId, parseVersionId } from './version-id.ts';

export interface VersionsQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Names after this one, or versions of it after the one of `idMarker`; `''` from the start. */
  readonly keyMarker: string;
  /** `''`: none. */
  readonly idMarker: string;
  readonly limit: number;
}

export interface ListedVersion {
  readonly name: string;
  readonly version: ObjectHead | DeleteMarker;
  readonly isLatest: boolean;
}

export interface VersionsPage {
  /** In name order, those of one name newest first. */
  readonly versions: readonly ListedVersion[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page, to go on after; absent when nothing follows. A common prefix has no id. */
  readonly next: { readonly key: string; readonly id: string | undefined } | undefined;
}

export interface ListVersionsOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
}

const versionSuffixBytes = 8;

/**
 * Lists versions and delete markers: version rows, and between them the heads of names that were not written since versioning was enabled,
 * which have none. Heads are read first: one that gets version rows meanwhile is told by them.
 */
export function listVersions({
  store,
  rows,
}: ListVersionsOptions): (session: Session, bucket: Bucket, query: VersionsQuery) => Promise<VersionsPage> {
  /** Where the version rows go on. Where the null version of the marker is gone, its name is listed again. */
  async function startOf(session: Session, bucket: Bucket, table: NameTable, query: VersionsQuery): Promise<StoreKey | undefined> {
    const { keyMarker, idMarker } = query;
    const ref = idMarker === '' ? undefined : parseVersionId(idMarker);
    if (ref instanceof OssError) throw ref;
    if (ref === undefined || !isInside(query)) return startAfterName(table, keyMarker, query);
    if (ref !== 'null') return afterKey(keyspace.version(bucket.id, keyMarker, ref.sequence));
    const pointer = await rows.read<NullVersionRow>(session, { scope: bucket.id, key: keyspace.nullVersion(bucket.id, keyMarker) });
    if (pointer === undefined) return keyspace.versionsOf(bucket.id, keyMarker).gte;
    return afterKey(keyspace.version(bucket.id, keyMarker, pointer.value.sequence));
  }

  async function openEntry(session: Session, bucket: Bucket, { row }: ScannedEntry): Promise<ListedVersion['version'] | undefined> {
    if (row === undefined) return undefined;
    const value = await rows.open<ObjectHead | VersionRow>(session, { scope: bucket.id, key: row.key }, row.value);
    if ('head' in value) return value.head;
    return 'marker' in value ? value.marker : value;
  }

  /** A page may begin with the newest version of its marker's name, where the one that the marker names was newer and is gone. */
  async function isNewest(bucket: Bucket, { name, row }: ScannedEntry): Promise<boolean> {
    const [newest] = await store.range({ ...keyspace.versionsOf(bucket.id, name), limit: 1 });
    return newest === undefined || row === undefined || Buffer.compare(newest.key, row.key) === 0;
  }

  return async (session, bucket, query) => {
    const heads: NameTable = { range: keyspace.objects(bucket.id), suffixBytes: 0 };
    const table: NameTable = { range: keyspace.versions(bucket.id), suffixBytes: versionSuffixBytes };
    const limit = query.limit + 1;
    const unversioned = await scanNames(store, heads, { ...query, start: startAfterName(heads, query.keyMarker, query), limit });
    const start = await startOf(session, bucket, table, query);
    const versioned = await scanNames(store, table, { ...query, start, limit });
    const entries = merge(versioned, unversioned).slice(0, limit);
    const page = entries.slice(0, query.limit);
    const versions: ListedVersion[] = [];
    for (const [index, entry] of page.entries()) {
      const version = await openEntry(session, bucket, entry);
      if (version === undefined) continue;
      const isFirst = entry.name !== page[index - 1]?.name;
      const isLatest = isFirst && (index > 0 || entry.name !== query.keyMarker || (await isNewest(bucket, entry)));
      versions.push({ name: entry.name, version, isLatest });
    }
    const last = page.at(-1);
    const lastId = last?.row === undefined ? undefined : versions.at(-1)?.version;
    return {
      versions,
      commonPrefixes: page.filter(({ row }) => row === undefined).map(({ name }) => name),
      next: entries.length > query.limit && last !== undefined ? { key: last.name, id: lastId && formatVersionId(lastId) } : undefined,
    };
  };
}

/** Whether a page may begin among the versions of the marker's name: not where all that it may show comes later. */
function isInside({ keyMarker, prefix }: VersionsQuery): boolean {
  return keyMarker !== '' && Buffer.compare(Buffer.from(keyMarker), Buffer.from(prefix)) >= 0;
}

/** All in name order; a head whose name has version rows is one of them, and so left out. */
function merge(versioned: readonly ScannedEntry[], unversioned: readonly ScannedEntry[]): ScannedEntry[] {
  const told = new Set(versioned.map(({ name }) => name));
  const all = [...versioned, ...unversioned.filter(({ name }) => !told.has(name))];
  return all.toSorted((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
}
