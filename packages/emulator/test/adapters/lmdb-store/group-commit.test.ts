import { describe, expect, it } from 'vitest';
import type { LmdbOpen, LmdbTable } from '../../../src/adapters/lmdb-store/lmdb-layer.ts';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { bytes, contents } from '../../../src/conformance/ordered-store/subject.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { forgetfulLmdb } from './forgetful-lmdb.ts';
import { withTables } from './open-with.ts';

const set = (key: string) => ({ sets: [{ key: bytes(key), value: bytes('v') }] });

/** The open function of the forgetful layer with its tables changed. */
function changed(change: (table: LmdbTable) => Partial<LmdbTable>): LmdbOpen {
  const { open } = forgetfulLmdb();
  return (options) => {
    const root = open(options);
    return { ...root, openDB: (tableOptions) => Object.assign(root.openDB(tableOptions), change(root.openDB(tableOptions))) };
  };
}

/** Counts the transactions that are called for. */
function counting() {
  let transactions = 0;
  function count(table: LmdbTable): LmdbTable {
    const childTransaction = table.childTransaction.bind(table);
    return Object.assign(table, {
      childTransaction: <T>(action: () => T) => {
        transactions += 1;
        return childTransaction(action);
      },
    });
  }
  return { count, transactions: () => transactions };
}

describe('the commits of lmdbStore', () => {
  it('share one transaction when they come together, and the next one when they come while it is flushed', async () => {
    const { count, transactions } = counting();
    const store = lmdbStore({ path: 'unused', open: changed(count) });
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.commit(set(`first ${index}`))));
    expect(transactions()).toBe(1);
    const early = store.commit(set('early'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    await Promise.all([early, ...Array.from({ length: 50 }, (_, index) => store.commit(set(`late ${index}`)))]);
    expect(transactions()).toBeLessThanOrEqual(3);
  });

  it('do not make a transaction larger than memory should hold', async () => {
    const { path, remove } = await temporaryFolder();
    const { count, transactions } = counting();
    const store = lmdbStore({ path, open: withTables(count) });
    const checks = Array.from({ length: 999 }, (_, index) => ({ key: bytes(`absent ${index}`), version: 'absent' as const }));
    const results = await Promise.all(Array.from({ length: 40 }, (_, index) => store.commit({ checks, ...set(`row ${index}`) })));
    expect(results.map((result) => result.ok && result.version)).toEqual(results.map((_, index) => index + 1));
    expect(transactions()).toBe(3);
    await store.close();
    await remove();
  });

  it('all fail and change nothing when the environment fails within their transaction, and later ones go through', async () => {
    const { path, remove } = await temporaryFolder();
    const error = new Error('MDB_MAP_FULL');
    let failing = 3;
    const open = withTables((table) => {
      const put = table.putSync.bind(table);
      return Object.assign(table, {
        putSync: (key: Uint8Array, value: Uint8Array) => {
          failing -= 1;
          if (failing === 0) throw error;
          return put(key, value);
        },
      });
    });
    const store = lmdbStore({ path, open });
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => store.commit(set(key))));
    expect(results).toEqual(results.map(() => ({ status: 'rejected', reason: error })));
    expect(await contents(store)).toEqual({});
    expect(await store.commit(set('e'))).toEqual({ ok: true, version: 1 });
    await store.close();
    await remove();
  });

  it('fail with the reason that lmdb-js gives as a promise', async () => {
    const cause = Object.assign(new Error('No space left on device'), { code: 28 });
    let failing = true;
    const open = changed((table) => ({
      childTransaction: async (action) => {
        if (!failing) return table.childTransaction(action);
        throw Object.assign(new Error('Commit failed (see commitError for details)'), { commitError: Promise.reject(cause) });
      },
    }));
    const store = lmdbStore({ path: 'unused', open });
    const results = await Promise.allSettled(['a', 'b'].map((key) => store.commit(set(key))));
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { message: 'the store could not commit: No space left on device', cause },
      });
    }
    failing = false;
    expect(await store.commit(set('c'))).toMatchObject({ ok: true });
  });

  it('fail with the error itself where lmdb-js leaves the reason open', async () => {
    const error = Object.assign(new Error('Commit failed'), { commitError: new Promise(() => undefined) });
    const store = lmdbStore({ path: 'unused', open: changed(() => ({ childTransaction: () => Promise.reject(error) })) });
    await expect(store.commit(set('a'))).rejects.toMatchObject({ cause: error });
  });
});
