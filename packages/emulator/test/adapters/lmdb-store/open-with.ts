import { open } from 'lmdb';
import type { LmdbOpen, LmdbRoot, LmdbTable } from '../../../src/adapters/lmdb-store/lmdb-layer.ts';

/** lmdb-js's `open` with other options than the store asks for. */
export function withOptions(options: object): LmdbOpen {
  return (asked) => open<Buffer, Uint8Array>({ ...asked, ...options });
}

/** lmdb-js's `open` with the tables that it opens changed. */
export function withTables(change: (table: LmdbTable) => LmdbTable): LmdbOpen {
  return (options) => {
    const root: LmdbRoot = open<Buffer, Uint8Array>(options);
    return {
      getBinary: (key) => root.getBinary(key),
      getBinaryFast: (key) => root.getBinaryFast(key),
      getRange: (range) => root.getRange(range),
      getKeys: (range) => root.getKeys(range),
      putSync: (key, value) => root.putSync(key, value),
      removeSync: (key) => root.removeSync(key),
      childTransaction: (action) => root.childTransaction(action),
      resetReadTxn: () => root.resetReadTxn(),
      openDB: (tableOptions) => change(root.openDB(tableOptions)),
      readerCheck: () => root.readerCheck(),
      close: () => root.close(),
    };
  };
}
