import assert from 'node:assert/strict';
import { storeLimits, type Found } from '../../ports/ordered-store.ts';
import { assertBytes } from '../assertions.ts';
import { bytes, mustCommit, mustGet, setAll, textOf, type OrderedStoreCase } from './subject.ts';

const shapeOf = (found: Found): string => (typeof found === 'object' ? textOf(found.value) : String(found));

export const readCases: readonly OrderedStoreCase[] = [
  {
    name: 'a row that was never set is absent',
    async run({ store }) {
      assert.equal(await store.get(bytes('nobody')), undefined);
      assert.deepEqual(await store.getMany([bytes('nobody')]), [undefined]);
      assert.deepEqual(await store.getMany([]), []);
    },
  },
  {
    name: 'a row comes back with its key, its value and the version of the commit that set it',
    async run({ store }) {
      const version = await setAll(store, { a: 'first', b: 'second' });
      const row = await mustGet(store, bytes('a'));
      assertBytes(row.key, bytes('a'), 'key');
      assertBytes(row.value, bytes('first'), 'value');
      assert.equal(row.version, version);
      const later = await setAll(store, { a: 'third' });
      assert.equal((await mustGet(store, bytes('a'))).version, later);
      assert.equal((await mustGet(store, bytes('b'))).version, version, 'a commit must not touch the version of rows it does not set');
    },
  },
  {
    name: 'getMany answers in the order of its keys, also where one comes twice or is absent',
    async run({ store }) {
      await setAll(store, { a: '1', b: '2', c: '3' });
      const found = await store.getMany(['c', 'nobody', 'a', 'c', 'b'].map(bytes));
      assert.deepEqual(found.map(shapeOf), ['3', 'undefined', '1', '3', '2']);
    },
  },
  {
    name: "getMany says 'unchanged' for the version that the caller knows and for no other",
    async run({ store }) {
      const first = await setAll(store, { a: '1', b: '2', c: '3' });
      const second = await setAll(store, { b: 'new' });
      await mustCommit(store, { deletes: [bytes('c')] });
      const known = [first, first, first, undefined, second];
      const found = await store.getMany(['a', 'b', 'c', 'a', 'b'].map(bytes), { known });
      assert.deepEqual(found.map(shapeOf), ['unchanged', 'new', 'undefined', '1', 'unchanged']);
    },
  },
  {
    name: 'a value stays as it was read, whatever is read or set later',
    async run({ store }) {
      const names = Array.from({ length: 50 }, (_, index) => `row ${index}`);
      await setAll(store, Object.fromEntries(names.map((name) => [name, `value of ${name}`])));
      const ranged = await store.range({ gte: bytes('row'), lt: bytes('rox'), limit: 100 });
      const many = await store.getMany(names.map(bytes));
      const single = await Promise.all(names.map((name) => mustGet(store, bytes(name))));
      await setAll(store, Object.fromEntries(names.map((name) => [name, 'x'.repeat(40)])));
      for (const name of names) await store.get(bytes(name));
      for (const row of [...ranged, ...single, ...many]) {
        assert.ok(typeof row === 'object');
        assertBytes(row.value, bytes(`value of ${textOf(row.key)}`), `value of ${textOf(row.key)} read before`);
      }
    },
  },
  {
    name: 'values of any length up to the limit come back as they were set',
    async run({ store }) {
      for (const length of [0, 1, 4095, 4096, 65_536, storeLimits.valueBytes]) {
        const value = Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
        await mustCommit(store, { sets: [{ key: bytes('k'), value }] });
        assertBytes((await mustGet(store, bytes('k'))).value, value, `value of ${length} bytes`);
      }
    },
  },
  {
    name: 'once a commit resolved, its arrays are the caller’s again',
    async run({ store }) {
      const key = bytes('key');
      const value = bytes('value');
      await mustCommit(store, { sets: [{ key, value }] });
      key.fill(0);
      value.fill(0);
      assertBytes((await mustGet(store, bytes('key'))).value, bytes('value'), 'value');
      assert.equal(await store.get(key), undefined);
    },
  },
  {
    name: 'getMany and range show one moment: a commit under way is seen whole or not at all',
    async run({ store }) {
      const pair = ['a', 'b'];
      await setAll(store, { a: '0', b: '0' });
      const writing = (async () => {
        for (let round = 1; round <= 60; round += 1) await setAll(store, { a: String(round), b: String(round) });
      })();
      const state = { done: false };
      void writing.finally(() => (state.done = true)).catch(() => undefined);
      while (!state.done) {
        const [many, ranged] = await Promise.all([
          store.getMany(pair.map(bytes)),
          store.range({ gte: bytes('a'), lt: bytes('c'), limit: 2 }),
        ]);
        for (const [left, right] of [many.map(shapeOf), ranged.map(shapeOf)])
          assert.equal(left, right, 'rows of one commit, read together');
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
    },
  },
];
