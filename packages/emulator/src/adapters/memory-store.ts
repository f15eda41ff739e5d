import { Fault } from '@sse/core';
import type { Check, Commit, CommitResult, KeyRange, OrderedStore, Row, StoreKey } from '../ports/ordered-store.ts';
import { assertCommit, assertKey, assertRange, isVoid } from './store-limits.ts';

/** An ordered store in this process's memory: nothing outlives it. The reference that other adapters are compared with. */
export function memoryStore(): OrderedStore {
  /** In key order. */
  const rows: Row[] = [];
  let sequence = 0;
  let closed = false;

  /** Where `key` is, or would be. */
  function position(key: StoreKey): number {
    let low = 0;
    for (let high = rows.length; low < high;) {
      const middle = (low + high) >>> 1;
      const row = rows[middle];
      if (row !== undefined && Buffer.compare(row.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function find(key: StoreKey): Row | undefined {
    const row = rows[position(key)];
    return row !== undefined && Buffer.compare(row.key, key) === 0 ? row : undefined;
  }

  function within(range: KeyRange): Row[] {
    return isVoid(range) ? [] : rows.slice(position(range.gte), position(range.lt));
  }

  function holds(check: Check): boolean {
    if (!('key' in check)) return within(check).length === 0;
    return (find(check.key)?.version ?? 'absent') === check.version;
  }

  function set(key: StoreKey, value: Uint8Array): void {
    const row = { key: Uint8Array.from(key), value: Uint8Array.from(value), version: sequence };
    rows.splice(position(key), find(key) === undefined ? 0 : 1, row);
  }

  function apply({ checks = [], sets = [], deletes = [] }: Commit): CommitResult {
    const failed = checks.findIndex((check) => !holds(check));
    if (failed >= 0) return { ok: false, failed };
    if (sets.length + deletes.length > 0) sequence += 1;
    for (const { key, value } of sets) set(key, value);
    for (const key of deletes) {
      if (find(key) !== undefined) rows.splice(position(key), 1);
    }
    return { ok: true, version: sequence };
  }

  function assertOpen(): void {
    if (closed) throw new Fault('misuse', 'the store is closed');
  }

  return {
    async get(key) {
      assertOpen();
      assertKey(key);
      return find(key);
    },
    async getMany(keys, { known = [] } = {}) {
      assertOpen();
      keys.forEach(assertKey);
      return keys.map((key, index) => {
        const row = find(key);
        return row !== undefined && row.version === known[index] ? 'unchanged' : row;
      });
    },
    async range(options) {
      assertOpen();
      assertRange(options);
      const found = within(options);
      return (options.reverse === true ? found.toReversed() : found).slice(0, options.limit);
    },
    async commit(commit) {
      assertOpen();
      assertCommit(commit);
      return apply(commit);
    },
    async close() {
      closed = true;
    },
  };
}
