import { Fault } from '@sse/core';
import { isVoid } from '../../src/adapters/store-limits.ts';
import type { KeyRange, OrderedStore, Row, StoreKey } from '../../src/ports/ordered-store.ts';

/** Rows in key order by their number, all inside `range`. */
export interface RowTable {
  readonly range: KeyRange;
  readonly count: number;
  key(index: number): StoreKey;
  value(key: StoreKey, index: number): Uint8Array;
}

/** `store` with tables of as many rows as one likes, which are made when they are read: forward ranges inside one table only. */
export function withComputedRows(store: OrderedStore, tables: readonly RowTable[]): OrderedStore {
  return {
    ...store,
    async range(options) {
      const { gte, lt, limit, reverse = false } = options;
      const table = tables.find(({ range }) => Buffer.compare(range.gte, gte) <= 0 && Buffer.compare(gte, range.lt) <= 0);
      if (table === undefined) return store.range(options);
      if (reverse) throw new Fault('misuse', 'computed rows are read forward only');
      const first = indexFrom(table, gte);
      const end = isVoid(options) ? first : Math.min(first + limit, indexFrom(table, lt));
      return Array.from({ length: end - first }, (_, offset) => rowAt(table, first + offset));
    },
  };
}

/** Puts the rows of tables into a store as the rows that they are. */
export async function storeRows(store: OrderedStore, tables: readonly RowTable[]): Promise<void> {
  const atOnce = 1000;
  for (const table of tables) {
    for (let from = 0; from < table.count; from += atOnce) {
      const length = Math.min(atOnce, table.count - from);
      await store.commit({ sets: Array.from({ length }, (_, offset) => rowAt(table, from + offset)) });
    }
  }
}

function rowAt(table: RowTable, index: number): Row {
  const key = table.key(index);
  return { key, value: table.value(key, index), version: index + 1 };
}

/** The number of the first row whose key is not below `key`. */
function indexFrom(table: RowTable, key: StoreKey): number {
  let low = 0;
  for (let high = table.count; low < high;) {
    const middle = Math.floor((low + high) / 2);
    if (Buffer.compare(table.key(middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
