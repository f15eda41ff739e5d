import assert from 'node:assert/strict';
import { bytes, mustCommit, mustGet, setAll, type OrderedStoreCase } from './subject.ts';

export const versionCases: readonly OrderedStoreCase[] = [
  {
    name: 'rows of one commit share its version, and every later commit has a greater one',
    async run({ store }) {
      const first = await setAll(store, { a: '1', b: '1' });
      assert.ok(Number.isSafeInteger(first), 'a version is a safe integer');
      assert.equal((await mustGet(store, bytes('a'))).version, first);
      assert.equal((await mustGet(store, bytes('b'))).version, first);
      const second = await setAll(store, { c: '1' });
      assert.ok(second > first, 'also where the commits share no row');
      await mustCommit(store, { deletes: [bytes('a')] });
      assert.ok((await setAll(store, { d: '1' })) > second);
    },
  },
  {
    name: 'a row that was deleted and made again does not have a version that it had before',
    async run({ store }) {
      const seen = new Set<number>();
      for (let round = 0; round < 20; round += 1) {
        const version = await setAll(store, { a: 'the same value' });
        assert.ok(!seen.has(version), `version ${version} of the row was used before`);
        seen.add(version);
        await mustCommit(store, { deletes: [bytes('a')] });
      }
    },
  },
  {
    name: 'deleting a row and making it again fails the checks of whoever read it before',
    async run({ store }) {
      const before = await setAll(store, { a: 'value' });
      await mustCommit(store, { deletes: [bytes('a')] });
      await setAll(store, { a: 'value' });
      const result = await store.commit({ checks: [{ key: bytes('a'), version: before }], deletes: [bytes('a')] });
      assert.deepEqual(result, { ok: false, failed: 0 });
      assert.deepEqual(
        (await store.getMany([bytes('a')], { known: [before] })).map((found) => typeof found),
        ['object'],
        'nor does the row count as unchanged',
      );
    },
  },
  {
    name: 'commits under way together have versions of their own',
    async run({ store }) {
      const versions = await Promise.all(Array.from({ length: 100 }, (_, index) => setAll(store, { [`row ${index % 7}`]: String(index) })));
      assert.equal(new Set(versions).size, versions.length);
    },
  },
];
