import assert from 'node:assert/strict';
import { storeLimits, type Commit, type OrderedStore } from '../../ports/ordered-store.ts';
import { assertMisuse } from '../assertions.ts';
import { bytes, contents, mustCommit, mustGet, setAll, type OrderedStoreCase } from './subject.ts';

const set = (key: string, value = '') => ({ key: bytes(key), value: bytes(value) });

async function assertRefused(store: OrderedStore, commit: Commit, what: string): Promise<void> {
  const before = await contents(store);
  await assertMisuse(() => store.commit(commit), what);
  assert.deepEqual(await contents(store), before, `${what} must change nothing`);
}

export const limitCases: readonly OrderedStoreCase[] = [
  {
    name: 'a commit takes 1,000 operations of all kinds together and refuses 1,001',
    async run({ store }) {
      const { operations } = storeLimits;
      const sets = Array.from({ length: operations - 2 }, (_, index) => set(`row ${index}`, 'v'));
      const checks = [{ key: bytes('nobody'), version: 'absent' }] as const;
      await mustCommit(store, { checks, sets, deletes: [bytes('nobody')] });
      assert.equal(Object.keys(await contents(store)).length, operations - 2);
      await assertRefused(
        store,
        { checks, sets: [...sets, set('row one more')], deletes: [bytes('nobody')] },
        'a commit of 1,001 operations',
      );
      await assertRefused(store, { sets: Array.from({ length: operations + 1 }, (_, index) => set(`other ${index}`)) }, '1,001 sets');
    },
  },
  {
    name: 'the longest key works everywhere, a longer one and the empty one nowhere',
    async run({ store, keyBytes = storeLimits.keyBytes }) {
      const longest = new Uint8Array(keyBytes).fill(0x6b);
      const version = await mustCommit(store, { sets: [{ key: longest, value: bytes('v') }] });
      assert.equal((await mustGet(store, longest)).version, version);
      assert.equal((await store.range({ gte: longest, lt: bytes('l'), limit: 1 })).length, 1);
      await mustCommit(store, { checks: [{ key: longest, version }], deletes: [longest] });
      for (const key of [new Uint8Array(keyBytes + 1).fill(0x6b), new Uint8Array(0)]) {
        const what = `a key of ${key.length} bytes`;
        await assertMisuse(() => store.get(key), what);
        await assertMisuse(() => store.getMany([bytes('a'), key]), what);
        await assertRefused(store, { sets: [set('a'), { key, value: bytes('v') }] }, what);
        await assertRefused(store, { sets: [set('a')], deletes: [key] }, what);
        await assertRefused(store, { checks: [{ key, version: 'absent' }], sets: [set('a')] }, what);
      }
    },
  },
  {
    name: 'a value over 1 MiB is refused, and values over 16 MiB in one commit',
    async run({ store }) {
      const largest = new Uint8Array(storeLimits.valueBytes);
      await assertRefused(
        store,
        { sets: [set('a'), { key: bytes('b'), value: new Uint8Array(largest.length + 1) }] },
        'a value over 1 MiB',
      );
      const sets = Array.from({ length: storeLimits.commitBytes / largest.length }, (_, index) => ({
        key: bytes(`row ${index}`),
        value: largest,
      }));
      await assertRefused(store, { sets: [...sets, set('one byte more', 'v')] }, 'a commit of more than 16 MiB');
      await mustCommit(store, { sets });
    },
  },
  {
    name: 'a commit that changes a row twice is refused',
    async run({ store }) {
      await setAll(store, { a: '1' });
      await assertRefused(store, { sets: [set('a', '2'), set('b'), set('a', '3')] }, 'a row set twice');
      await assertRefused(store, { sets: [set('a', '2')], deletes: [bytes('a')] }, 'a row set and deleted');
      await assertRefused(store, { deletes: [bytes('a'), bytes('a')] }, 'a row deleted twice');
    },
  },
  {
    name: 'a limit that is no number of rows is refused',
    async run({ store }) {
      for (const limit of [-1, 0.5, Number.NaN]) {
        await assertMisuse(() => store.range({ gte: bytes('a'), lt: bytes('b'), limit }), `a limit of ${limit}`);
      }
    },
  },
  {
    name: 'a closed store refuses every call, and may be closed again',
    async run({ store }) {
      await setAll(store, { a: '1' });
      await store.close();
      await store.close();
      await assertMisuse(() => store.get(bytes('a')), 'get after close');
      await assertMisuse(() => store.getMany([bytes('a')]), 'getMany after close');
      await assertMisuse(() => store.range({ gte: bytes('a'), lt: bytes('b'), limit: 1 }), 'range after close');
      await assertMisuse(() => store.commit({ sets: [set('a', '2')] }), 'commit after close');
    },
  },
];
