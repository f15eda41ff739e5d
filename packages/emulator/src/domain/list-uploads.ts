import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { StoredPart } from './complete-upload.ts';
import { afterKey, keyspace, partNumberOf, uploadOf, type UploadId } from './keyspace.ts';
import type { PartRow, UploadRow } from './object-rows.ts';
import { scanNames, startAfterName, type ScannedEntry } from './scan-names.ts';
import type { SealedRows } from './sealed-rows.ts';
import { parseUploadId, type Upload } from './uploads.ts';

export interface UploadsQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Uploads of names after this one, or after the one of `idMarker` of this name; `''` from the start. */
  readonly keyMarker: string;
  readonly idMarker: string;
  readonly limit: number;
}

export interface UploadsPage {
  /** By name, and those of one name by id. */
  readonly uploads: readonly (UploadRow & { readonly key: string; readonly id: UploadId })[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page, to go on after; absent when nothing follows. A common prefix has no id. */
  readonly next: { readonly key: string; readonly id: UploadId | undefined } | undefined;
}

export interface ListUploadsOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
}

/** Lists uploads in progress. */
export function listUploads({
  store,
  rows,
}: ListUploadsOptions): (session: Session, bucket: Bucket, query: UploadsQuery) => Promise<UploadsPage> {
  return async (session, bucket, query) => {
    const { keyMarker, idMarker, limit } = query;
    const table = { range: keyspace.uploads(bucket.id), suffixBytes: 16 };
    const id = parseUploadId(idMarker);
    const start = id === undefined ? startAfterName(table, keyMarker, query) : afterKey(keyspace.upload(bucket.id, keyMarker, id));
    const entries = await scanNames(store, table, { ...query, start, limit: limit + 1 });
    const page = entries.slice(0, limit);
    const uploads: (UploadRow & { key: string; id: UploadId })[] = [];
    for (const { name, row } of page) {
      if (row === undefined) continue;
      const upload = await rows.open<UploadRow>(session, { scope: bucket.id, key: row.key }, row.value);
      uploads.push({ ...upload, key: name, id: uploadOf(row.key, bucket.id).uploadId });
    }
    const commonPrefixes = page.filter(({ row }) => row === undefined).map(({ name }) => name);
    return { uploads, commonPrefixes, next: entries.length > limit ? markerOf(page.at(-1), bucket) : undefined };
  };
}

function markerOf(last: ScannedEntry | undefined, bucket: Bucket): UploadsPage['next'] {
  return last && { key: last.name, id: last.row && uploadOf(last.row.key, bucket.id).uploadId };
}

export interface PartsPage {
  readonly parts: readonly StoredPart[];
  readonly more: boolean;
}

/** Lists the parts of an upload after a number, in order. */
export function listParts({
  store,
  rows,
}: ListUploadsOptions): (
  session: Session,
  upload: Upload,
  query: { readonly after: number; readonly limit: number },
) => Promise<PartsPage> {
  return async (session, { id, bucket }, { after, limit }) => {
    const page = await store.range({ gte: keyspace.part(id, after + 1), lt: keyspace.parts(id).lt, limit: limit + 1 });
    const opened = page.slice(0, limit).map(async ({ key, value }) => ({
      ...(await rows.open<PartRow>(session, { scope: bucket.id, key }, value)),
      number: partNumberOf(key),
    }));
    return { parts: await Promise.all(opened), more: page.length > limit };
  };
}
