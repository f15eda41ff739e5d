import assert from 'node:assert/strict';
import type { OrderedStore, RangeOptions } from '../../ports/ordered-store.ts';
import { bytes, mustCommit, setAll, textOf, type OrderedStoreCase } from './subject.ts';

async function keysOf(store: OrderedStore, gte: string, lt: string, options: Partial<RangeOptions> = {}): Promise<string[]> {
  const rows = await store.range({ limit: 1000, ...options, gte: bytes(gte), lt: bytes(lt) });
  return rows.map(({ key }) => textOf(key));
}

/** Keys that only an unsigned comparison byte by byte, shorter first, puts in this order. */
const ordered = [
  '\0',
  '\0\0',
  '\0\xff',
  '\x01',
  '0',
  '00',
  '1',
  'A',
  'a',
  'a\0',
  'a\0\0',
  'a\0b',
  'ab',
  'a\xff',
  'b',
  '\x7f',
  '\x80',
  '\xc3\xa9',
  '\xe9',
  '\xff',
  '\xff\0',
  '\xff\xff',
];

export const rangeCases: readonly OrderedStoreCase[] = [
  {
    name: 'a range gives whole rows in key order, from gte on and up to but not including lt',
    async run({ store }) {
      const version = await setAll(store, { b: '2', a: '1', d: '4', c: '3' });
      const rows = await store.range({ gte: bytes('b'), lt: bytes('d'), limit: 10 });
      assert.deepEqual(
        rows.map((row) => [textOf(row.key), textOf(row.value), row.version]),
        [
          ['b', '2', version],
          ['c', '3', version],
        ],
      );
    },
  },
  {
    name: 'keys are ordered by their bytes, unsigned, a prefix before what it is a prefix of',
    async run({ store }) {
      for (let index = 0; index < ordered.length; index += 1) {
        await setAll(store, { [ordered[(index * 7) % ordered.length] ?? '']: '' });
      }
      assert.deepEqual(await keysOf(store, '', '\xff\xff\xff'), ordered);
    },
  },
  {
    name: 'ranges between any two bounds, with any limit, in both directions',
    async run({ store }) {
      const present = ordered.filter((_, index) => index % 2 === 0);
      await setAll(store, Object.fromEntries(present.map((key) => [key, ''])));
      const bounds = ['', ...ordered, '\xff\xff\xff'];
      for (const [low, gte] of bounds.entries()) {
        for (const [above, lt] of bounds.entries()) {
          const within = present.filter((key) => ordered.indexOf(key) + 1 >= low && ordered.indexOf(key) + 1 < above);
          const where = `from ${JSON.stringify(gte)} to ${JSON.stringify(lt)}`;
          assert.deepEqual(await keysOf(store, gte, lt), within, where);
          assert.deepEqual(await keysOf(store, gte, lt, { reverse: true }), within.toReversed(), `${where}, reversed`);
        }
      }
    },
  },
  {
    name: 'a limit takes the first rows of the direction asked for',
    async run({ store }) {
      await setAll(store, { a: '', b: '', c: '', d: '' });
      assert.deepEqual(await keysOf(store, 'a', 'z', { limit: 0 }), []);
      assert.deepEqual(await keysOf(store, 'a', 'z', { limit: 1 }), ['a']);
      assert.deepEqual(await keysOf(store, 'a', 'z', { limit: 3 }), ['a', 'b', 'c']);
      assert.deepEqual(await keysOf(store, 'a', 'z', { limit: 4 }), ['a', 'b', 'c', 'd']);
      assert.deepEqual(await keysOf(store, 'a', 'z', { limit: 3, reverse: true }), ['d', 'c', 'b']);
      assert.deepEqual(await keysOf(store, 'a', 'd', { limit: 1, reverse: true }), ['c']);
    },
  },
  {
    name: 'a range that ends where it begins, or before, is empty',
    async run({ store }) {
      await setAll(store, { a: '', b: '' });
      for (const reverse of [false, true]) {
        assert.deepEqual(await keysOf(store, 'a', 'a', { reverse }), []);
        assert.deepEqual(await keysOf(store, 'b', 'a', { reverse }), []);
        assert.deepEqual(await keysOf(store, 'a', '', { reverse }), []);
      }
    },
  },
  {
    name: 'a range over many rows misses none and repeats none',
    async run({ store }) {
      const keys = Array.from({ length: 1500 }, (_, index) => `key ${String(index).padStart(6, '0')}`);
      for (let start = 0; start < keys.length; start += 500) {
        await mustCommit(store, {
          sets: keys.slice(start, start + 500).map((key) => ({ key: bytes(key), value: bytes('v'.repeat(100)) })),
        });
      }
      assert.deepEqual(await keysOf(store, 'key', 'kez', { limit: 2000 }), keys);
      assert.deepEqual(await keysOf(store, 'key', 'kez', { limit: 2000, reverse: true }), keys.toReversed());
    },
  },
];
