import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import {
  chooseCases,
  meteredStore,
  orderedStoreConformance,
  prefixedStore,
  runCase,
  type OrderedStoreSubject,
} from '../../src/conformance/index.ts';
import { storeLimits, type OrderedStore } from '../../src/ports/ordered-store.ts';
import { passesSuite } from '../adapters/passes-suite.ts';
import { brokenStores } from './broken-stores.ts';
import { firstFailure } from './catches.ts';

const prefix = Uint8Array.from([0x70, 0, 0xff]);
const subjectOf = (store: OrderedStore): OrderedStoreSubject => ({ store, dispose: () => store.close() });

/** A prefixed store among rows of others, before and after its own, that must stay out of sight. */
async function prefixedSubject(): Promise<OrderedStoreSubject> {
  const store = memoryStore();
  const neighbours = [[0x70], [0x70, 0, 0xfe, 0xff], [0x70, 1]].map((key) => ({ key: Uint8Array.from(key), value: new Uint8Array(0) }));
  await prefixedStore(store, Uint8Array.from([0x70, 0])).commit({ sets: [{ key: Uint8Array.of(0xfe), value: new Uint8Array(0) }] });
  await store.commit({ sets: neighbours });
  return { ...subjectOf(prefixedStore(store, prefix)), keyBytes: storeLimits.keyBytes - prefix.length };
}

describe('the suite of OrderedStore', () => {
  it('has a name of its own for every case', () => {
    expect(new Set(orderedStoreConformance.map(({ name }) => name)).size).toBe(orderedStoreConformance.length);
  });

  it.for(Object.entries(brokenStores))('catches a store that %s', async ([, open]) => {
    expect(await firstFailure(orderedStoreConformance, async () => subjectOf(open()))).toBeDefined();
  });
});

describe('cases that need a second store on the same rows', () => {
  const second = async () => memoryStore();
  const strangers = async (): Promise<OrderedStoreSubject> => ({ ...subjectOf(memoryStore()), reopen: second, another: second });
  const cases = chooseCases(orderedStoreConformance, ['reopen', 'share']).filter(({ needs = [] }) => needs.length > 0);

  it.for(cases.map((each) => [each.name, each] as const))('fail where its rows are others: %s', async ([, each]) => {
    await expect(runCase(each, strangers)).rejects.toThrow();
  });
});

describe('meteredStore', () => {
  passesSuite(orderedStoreConformance, async () => subjectOf(meteredStore(memoryStore()).store));
});

describe('prefixedStore', () => {
  passesSuite(orderedStoreConformance, prefixedSubject);
});
