import assert from 'node:assert/strict';
import { bytes, contents, mustCommit, mustGet, setAll, type OrderedStoreCase } from './subject.ts';

const set = (key: string, value: string) => ({ key: bytes(key), value: bytes(value) });

export const commitCases: readonly OrderedStoreCase[] = [
  {
    name: 'sets and deletes of a commit take effect together',
    async run({ store }) {
      await setAll(store, { a: '1', b: '2' });
      await mustCommit(store, { sets: [set('b', 'new'), set('c', '3')], deletes: [bytes('a')] });
      assert.deepEqual(await contents(store), { b: 'new', c: '3' });
    },
  },
  {
    name: 'a failed check changes nothing',
    async run({ store }) {
      const version = await setAll(store, { a: '1', b: '2' });
      const result = await store.commit({
        checks: [{ key: bytes('a'), version: version + 1 }],
        sets: [set('b', 'new'), set('c', '3')],
        deletes: [bytes('a')],
      });
      assert.deepEqual(result, { ok: false, failed: 0 });
      assert.deepEqual(await contents(store), { a: '1', b: '2' });
      assert.equal((await mustGet(store, bytes('b'))).version, version);
    },
  },
  {
    name: 'the first check that does not hold is named',
    async run({ store }) {
      const version = await setAll(store, { a: '1' });
      const holds = { key: bytes('a'), version };
      const fails = { key: bytes('a'), version: 'absent' } as const;
      const notEmpty = { gte: bytes('a'), lt: bytes('b'), empty: true } as const;
      for (const [checks, failed] of [
        [[fails, holds], 0],
        [[holds, fails, notEmpty], 1],
        [[holds, holds, notEmpty, fails], 2],
      ] as const) {
        assert.deepEqual(await store.commit({ checks, sets: [set('b', '')] }), { ok: false, failed });
      }
    },
  },
  {
    name: 'a version check holds for the present version only, an absence check for no row only',
    async run({ store }) {
      const old = await setAll(store, { a: '1' });
      const version = await setAll(store, { a: '2' });
      const outcome = async (key: string, expected: number | 'absent') =>
        (await store.commit({ checks: [{ key: bytes(key), version: expected }] })).ok;
      assert.equal(await outcome('a', version), true, 'the present version');
      assert.equal(await outcome('a', old), false, 'an old version');
      assert.equal(await outcome('a', version + 1), false, 'a version to come');
      assert.equal(await outcome('a', 'absent'), false, 'absence of a row that is there');
      assert.equal(await outcome('b', 'absent'), true, 'absence of a row that is not there');
      assert.equal(await outcome('b', version), false, 'a version of a row that is not there');
    },
  },
  {
    name: 'a check for an empty range sees every key from gte on and none from lt on',
    async run({ store }) {
      await setAll(store, { b: '', d: '' });
      const empty = async (gte: string, lt: string) =>
        (await store.commit({ checks: [{ gte: bytes(gte), lt: bytes(lt), empty: true }], sets: [set('zz', '')] })).ok;
      assert.equal(await empty('a', 'b'), true);
      assert.equal(await empty('a', 'b\0'), false);
      assert.equal(await empty('b', 'c'), false);
      assert.equal(await empty('b\0', 'd'), true);
      assert.equal(await empty('', 'a'), true);
      assert.equal(await empty('', 'y'), false);
      assert.equal(await empty('d', 'b'), true, 'a range that ends before it begins holds nothing');
    },
  },
  {
    name: 'checks are about the rows before the commit, not about what it sets',
    async run({ store }) {
      const version = await setAll(store, { a: '1' });
      await mustCommit(store, {
        checks: [
          { key: bytes('a'), version },
          { key: bytes('b'), version: 'absent' },
          { gte: bytes('b'), lt: bytes('c'), empty: true },
        ],
        sets: [set('b', '2')],
        deletes: [bytes('a')],
      });
      assert.deepEqual(await contents(store), { b: '2' });
    },
  },
  {
    name: 'to delete a row that is not there is no error',
    async run({ store }) {
      await mustCommit(store, { deletes: [bytes('nobody')] });
      assert.deepEqual(await contents(store), {});
    },
  },
  {
    name: 'a commit without sets and deletes is an answer about its checks',
    async run({ store }) {
      const version = await setAll(store, { a: '1' });
      assert.deepEqual(await store.commit({ checks: [{ key: bytes('a'), version }] }), { ok: true, version });
      assert.deepEqual(await store.commit({}), { ok: true, version });
      assert.deepEqual(await store.commit({ checks: [{ key: bytes('a'), version: 'absent' }] }), { ok: false, failed: 0 });
    },
  },
];
