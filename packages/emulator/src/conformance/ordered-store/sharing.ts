import assert from 'node:assert/strict';
import type { OrderedStore } from '../../ports/ordered-store.ts';
import { bytes, contents, mustCommit, mustGet, setAll, textOf, type OrderedStoreCase, type OrderedStoreSubject } from './subject.ts';
import { increment } from './races.ts';

async function opened(subject: OrderedStoreSubject, how: 'reopen' | 'another'): Promise<OrderedStore> {
  const store = await subject[how]?.();
  assert.ok(store !== undefined, `a subject with this capability has ${how}()`);
  return store;
}

export const reopenCases: readonly OrderedStoreCase[] = [
  {
    name: 'rows and their versions outlive the store',
    needs: ['reopen'],
    async run(subject) {
      const version = await setAll(subject.store, { a: '1', b: '2', c: '3' });
      await mustCommit(subject.store, { deletes: [bytes('b')] });
      await subject.store.close();
      const store = await opened(subject, 'reopen');
      assert.deepEqual(await contents(store), { a: '1', c: '3' });
      assert.equal((await mustGet(store, bytes('a'))).version, version);
    },
  },
  {
    name: 'versions go on where they were, also when no row is left',
    needs: ['reopen'],
    async run(subject) {
      await setAll(subject.store, { a: '1' });
      const last = await setAll(subject.store, { a: '2' });
      await mustCommit(subject.store, { deletes: [bytes('a')] });
      await subject.store.close();
      const store = await opened(subject, 'reopen');
      assert.ok((await setAll(store, { a: '3' })) > last);
    },
  },
  {
    name: 'close waits for the commits under way',
    needs: ['reopen'],
    async run(subject) {
      const commits = Array.from({ length: 40 }, (_, index) => setAll(subject.store, { [`row ${index}`]: 'value' }));
      await Promise.all([...commits, subject.store.close()]);
      assert.equal(Object.keys(await contents(await opened(subject, 'reopen'))).length, commits.length);
    },
  },
];

export const shareCases: readonly OrderedStoreCase[] = [
  {
    name: 'a read that starts after a commit resolved sees it, through whichever store of those that share the rows',
    needs: ['share'],
    async run(subject) {
      const { store } = subject;
      const other = await opened(subject, 'another');
      await setAll(store, { a: '0', b: '0' });
      for (let round = 1; round <= 100; round += 1) {
        await other.get(bytes('a'));
        const version = await setAll(store, { a: String(round) });
        assert.equal((await other.get(bytes('a')))?.version, version, 'get');
        const [found] = await other.getMany([bytes('a')]);
        assert.equal(typeof found === 'object' ? found.version : found, version, 'getMany');
        assert.equal((await other.range({ gte: bytes('a'), lt: bytes('b'), limit: 1 }))[0]?.version, version, 'range');
      }
    },
  },
  {
    name: 'checks count what was committed through another store',
    needs: ['share'],
    async run(subject) {
      const { store } = subject;
      const other = await opened(subject, 'another');
      await setAll(store, { counter: '0' });
      await Promise.all(
        [store, other, store, other].map(async (each) => {
          for (let round = 0; round < 10; round += 1) await increment(each, 'counter');
        }),
      );
      assert.equal(textOf((await mustGet(store, bytes('counter'))).value), '40');
    },
  },
  {
    name: 'commits through several stores have versions of their own',
    needs: ['share'],
    async run(subject) {
      const stores = [subject.store, await opened(subject, 'another')];
      const versions = await Promise.all(
        Array.from({ length: 100 }, (_, index) => setAll(stores[index % 2] ?? subject.store, { [`row ${index % 7}`]: '' })),
      );
      assert.equal(new Set(versions).size, versions.length);
    },
  },
  {
    name: 'to close one store leaves the others at work',
    needs: ['share'],
    async run(subject) {
      const other = await opened(subject, 'another');
      await setAll(subject.store, { a: '1' });
      await subject.store.close();
      await setAll(other, { b: '2' });
      assert.deepEqual(await contents(other), { a: '1', b: '2' });
      await other.close();
    },
  },
];
