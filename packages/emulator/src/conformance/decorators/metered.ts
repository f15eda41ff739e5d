import type { BlobReader, BlobStore, ByteSource } from '../../ports/blob-store.ts';
import type { Found, OrderedStore, Row } from '../../ports/ordered-store.ts';

/** What went through a store. */
export interface Meter {
  /** Calls by method, counted as they begin. */
  readonly calls: Readonly<Record<string, number>>;
  /** Rows that the store gave; 0 of blobs. */
  readonly rowsRead: number;
  /** Bytes of keys and values, or of blobs, that the store gave. */
  readonly bytesRead: number;
  /** Bytes of keys and values that commits set, or of blobs that it was given, whether they went through or not. */
  readonly bytesWritten: number;
}

function meter() {
  const calls: Record<string, number> = {};
  const totals = { calls, rowsRead: 0, bytesRead: 0, bytesWritten: 0 };
  const count = (method: string): void => void (calls[method] = (calls[method] ?? 0) + 1);
  return { totals, count };
}

/** A store that counts what it is asked and what it gives. */
export function meteredStore(store: OrderedStore): { readonly store: OrderedStore; readonly meter: Meter } {
  const { totals, count } = meter();
  function given<T extends Found>(found: T): T {
    if (typeof found !== 'object') return found;
    totals.rowsRead += 1;
    totals.bytesRead += rowBytes(found);
    return found;
  }
  const metered: OrderedStore = {
    async get(key) {
      count('get');
      return given(await store.get(key));
    },
    async getMany(keys, options) {
      count('getMany');
      return (await store.getMany(keys, options)).map(given);
    },
    async range(options) {
      count('range');
      return (await store.range(options)).map(given);
    },
    commit(commit) {
      count('commit');
      for (const row of commit.sets ?? []) totals.bytesWritten += rowBytes(row);
      return store.commit(commit);
    },
    close: () => store.close(),
  };
  return { store: metered, meter: totals };
}

/** A blob store that counts what it is asked, given and gives. */
export function meteredBlobs(blobs: BlobStore): { readonly blobs: BlobStore; readonly meter: Meter } {
  const { totals, count } = meter();
  const reading = (reader: BlobReader): BlobReader => ({
    ...counted(reader, (length) => (totals.bytesRead += length)),
    close: () => reader.close(),
  });
  const metered: BlobStore = {
    write(id, source, options) {
      count('write');
      return blobs.write(
        id,
        counted(source, (length) => (totals.bytesWritten += length)),
        options,
      );
    },
    async read(id, range) {
      count('read');
      const reader = await blobs.read(id, range);
      return reader && reading(reader);
    },
    delete(id) {
      count('delete');
      return blobs.delete(id);
    },
    list() {
      count('list');
      return blobs.list();
    },
    close: () => blobs.close(),
  };
  return { blobs: metered, meter: totals };
}

function counted(source: ByteSource, add: (length: number) => void): ByteSource {
  return {
    ...(source.ready && { ready: () => source.ready?.() }),
    async read(into) {
      const length = await source.read(into);
      add(length);
      return length;
    },
  };
}

function rowBytes({ key, value }: Pick<Row, 'key' | 'value'>): number {
  return key.length + value.length;
}
