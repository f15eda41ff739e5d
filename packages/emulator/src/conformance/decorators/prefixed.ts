import { concat } from '@sse/core/primitives';
import { Fault } from '@sse/core';
import type { Check, Found, KeyRange, OrderedStore, Row, StoreKey } from '../../ports/ordered-store.ts';

/**
 * The part of a store whose keys start with `prefix`, as a store of its own: keys are shorter by the prefix. Several may share one store;
 * to close one does not close the others, nor the store.
 */
export function prefixedStore(store: OrderedStore, prefix: StoreKey): OrderedStore {
  let closed = false;
  const bounds = ({ gte, lt }: KeyRange): KeyRange => ({ gte: concat(prefix, gte), lt: concat(prefix, lt) });
  const outer = (check: Check): Check => ('key' in check ? { ...check, key: keyOf(check.key) } : { ...check, ...bounds(check) });
  const inner = (row: Row): Row => ({ ...row, key: row.key.subarray(prefix.length) });

  function keyOf(key: StoreKey): StoreKey {
    if (key.length === 0) throw new Fault('misuse', 'a key has at least one byte');
    return concat(prefix, key);
  }

  function within(found: Found): Found {
    return typeof found === 'object' ? inner(found) : found;
  }

  function opened(): OrderedStore {
    if (closed) throw new Fault('misuse', 'the store is closed');
    return store;
  }

  return {
    async get(key) {
      const row = await opened().get(keyOf(key));
      return row && inner(row);
    },
    async getMany(keys, options) {
      return (await opened().getMany(keys.map(keyOf), options)).map(within);
    },
    async range(options) {
      return (await opened().range({ ...options, ...bounds(options) })).map(inner);
    },
    async commit({ checks = [], sets = [], deletes = [] }) {
      const whole = {
        checks: checks.map(outer),
        sets: sets.map(({ key, value }) => ({ key: keyOf(key), value })),
        deletes: deletes.map(keyOf),
      };
      return opened().commit(whole);
    },
    async close() {
      closed = true;
    },
  };
}
