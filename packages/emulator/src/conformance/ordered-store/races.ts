import assert from 'node:assert/strict';
import type { Commit, OrderedStore } from '../../ports/ordered-store.ts';
import { bytes, contents, mustGet, setAll, textOf, type OrderedStoreCase } from './subject.ts';

const set = (key: string, value: string) => ({ key: bytes(key), value: bytes(value) });

/** How many of the commits, begun together, went through. */
async function winners(store: OrderedStore, commits: readonly Commit[]): Promise<number> {
  const results = await Promise.all(commits.map((commit) => store.commit(commit)));
  return results.filter(({ ok }) => ok).length;
}

/** Adds one to the number in a row, by compare-and-set. */
export async function increment(store: OrderedStore, key: string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const { value, version } = await mustGet(store, bytes(key));
    const next = set(key, String(Number(textOf(value)) + 1));
    if ((await store.commit({ checks: [{ key: bytes(key), version }], sets: [next] })).ok) return;
  }
  assert.fail('a compare-and-set failed 1,000 times in a row');
}

export const raceCases: readonly OrderedStoreCase[] = [
  {
    name: 'increments by compare-and-set that run together lose nothing',
    async run({ store }) {
      await setAll(store, { counter: '0' });
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let round = 0; round < 10; round += 1) await increment(store, 'counter');
        }),
      );
      assert.equal(textOf((await mustGet(store, bytes('counter'))).value), '80');
    },
  },
  {
    name: 'of inserts that race for one key, one wins',
    async run({ store }) {
      for (let round = 0; round < 5; round += 1) {
        const key = `row ${round}`;
        const insert = (value: string): Commit => ({ checks: [{ key: bytes(key), version: 'absent' }], sets: [set(key, value)] });
        assert.equal(
          await winners(
            store,
            Array.from({ length: 10 }, (_, index) => insert(String(index))),
          ),
          1,
        );
      }
    },
  },
  {
    name: 'an insert that races a check for an empty range: one of both fails',
    async run({ store }) {
      for (let round = 0; round < 10; round += 1) {
        const owner = `owner ${round}`;
        const version = await setAll(store, { [owner]: '' });
        const remove: Commit = { checks: [{ gte: bytes(`${round}/`), lt: bytes(`${round}0`), empty: true }], deletes: [bytes(owner)] };
        const insert: Commit = { checks: [{ key: bytes(owner), version }], sets: [set(`${round}/row`, '')] };
        assert.equal(
          await winners(store, round % 2 === 0 ? [remove, insert] : [insert, remove]),
          1,
          'an owner removed while a row of its range comes',
        );
      }
    },
  },
  {
    name: 'two commits that each check what the other changes do not both go through',
    async run({ store }) {
      for (let round = 0; round < 10; round += 1) {
        const version = await setAll(store, { left: 'on', right: 'on' });
        const checks = ['left', 'right'].map((key) => ({ key: bytes(key), version }));
        assert.equal(
          await winners(store, [
            { checks, sets: [set('left', 'off')] },
            { checks, sets: [set('right', 'off')] },
          ]),
          1,
        );
      }
    },
  },
  {
    name: 'commits under way together are all there afterwards, and those that failed are not',
    async run({ store }) {
      const version = await setAll(store, { gate: 'open' });
      const expected: Record<string, string> = { gate: 'open' };
      await Promise.all(
        Array.from({ length: 300 }, async (_, index) => {
          const key = `row ${String(index).padStart(3, '0')}`;
          const passes = index % 3 !== 0;
          if (passes) expected[key] = key;
          const checks = [{ key: bytes('gate'), version: passes ? version : version + 1 }];
          assert.equal((await store.commit({ checks, sets: [set(key, key)] })).ok, passes);
        }),
      );
      assert.deepEqual(await contents(store), expected);
    },
  },
];
