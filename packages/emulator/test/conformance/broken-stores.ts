import { setImmediate as nextTurn } from 'node:timers/promises';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import type { Commit, Found, OrderedStore, RangeOptions, Row, StoreKey } from '../../src/ports/ordered-store.ts';

/** A memory store with some of its methods replaced. */
function broken(change: (store: OrderedStore) => Partial<OrderedStore>): () => OrderedStore {
  return () => {
    const store = memoryStore();
    return { ...store, ...change(store) };
  };
}

const onCommit = (change: (commit: Commit, store: OrderedStore) => ReturnType<OrderedStore['commit']>) =>
  broken((store) => ({ commit: (commit) => change(commit, store) }));
const onRange = (change: (options: RangeOptions, store: OrderedStore) => Promise<Row[]>) =>
  broken((store) => ({ range: (options) => change(options, store) }));
const onFound = (change: (found: Found[], known: readonly unknown[]) => Found[]) =>
  broken((store) => ({ getMany: async (keys, options) => change(await store.getMany(keys, options), options?.known ?? []) }));

const successor = (key: StoreKey): StoreKey => Uint8Array.from([...key, 0]);

/** Versions counted by row, so that a row made again starts anew. */
function countsVersionsByRow(): OrderedStore {
  const store = memoryStore();
  const counts = new Map<string, number>();
  const renumbered = <T extends Found>(found: T): T =>
    typeof found === 'object' ? { ...found, version: counts.get(String(found.key)) ?? 0 } : found;
  return {
    ...store,
    get: async (key) => renumbered(await store.get(key)),
    range: async (options) => (await store.range(options)).map(renumbered),
    async commit(commit) {
      const result = await store.commit(commit);
      if (!result.ok) return result;
      for (const key of commit.deletes ?? []) counts.delete(String(key));
      for (const { key } of commit.sets ?? []) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
      return { ok: true, version: Math.max(0, ...(commit.sets ?? []).map(({ key }) => counts.get(String(key)) ?? 0)) };
    },
  };
}

/** Answers from what it read before, for a turn. */
function readsStale(): OrderedStore {
  const store = memoryStore();
  const kept = new Map<string, Row | undefined>();
  return {
    ...store,
    async get(key) {
      const name = String(key);
      if (!kept.has(name)) {
        kept.set(name, await store.get(key));
        setImmediate(() => kept.delete(name));
      }
      return kept.get(name);
    },
  };
}

/** Evaluates checks, waits, and then writes: what FoundationDB's users call a lost update. */
function checksTooEarly(): OrderedStore {
  const store = memoryStore();
  return {
    ...store,
    async commit(commit) {
      const checked = await store.commit({ checks: commit.checks ?? [] });
      if (!checked.ok) return checked;
      await nextTurn();
      return store.commit({ ...commit, checks: [] });
    },
  };
}

function keepsCallersArrays(): OrderedStore {
  const store = memoryStore();
  const values = new Map<string, Uint8Array>();
  return {
    ...store,
    async get(key) {
      const row = await store.get(key);
      return row && { ...row, value: values.get(String(key)) ?? row.value };
    },
    async commit(commit) {
      for (const { key, value } of commit.sets ?? []) values.set(String(key), value);
      return store.commit(commit);
    },
  };
}

function readsIntoOneBuffer(): OrderedStore {
  const store = memoryStore();
  const buffer = new Uint8Array(1 << 20);
  return {
    ...store,
    async get(key) {
      const row = await store.get(key);
      if (row === undefined) return row;
      buffer.set(row.value);
      return { ...row, value: buffer.subarray(0, row.value.length) };
    },
  };
}

/** Stores that break the contract of `OrderedStore`, each in one way. */
export const brokenStores: Readonly<Record<string, () => OrderedStore>> = {
  'forgets all checks': onCommit((commit, store) => store.commit({ ...commit, checks: [] })),
  'forgets checks of versions': onCommit((commit, store) =>
    store.commit({ ...commit, checks: (commit.checks ?? []).filter((check) => !('key' in check) || check.version === 'absent') }),
  ),
  'forgets checks of absence': onCommit((commit, store) =>
    store.commit({ ...commit, checks: (commit.checks ?? []).filter((check) => !('key' in check) || check.version !== 'absent') }),
  ),
  'forgets checks of empty ranges': onCommit((commit, store) =>
    store.commit({ ...commit, checks: (commit.checks ?? []).filter((check) => 'key' in check) }),
  ),
  'looks at the first key of an empty range only': onCommit((commit, store) =>
    store.commit({
      ...commit,
      checks: (commit.checks ?? []).map((check) =>
        'key' in check ? check : { key: check.gte.length > 0 ? check.gte : check.lt, version: 'absent' },
      ),
    }),
  ),
  'counts the end of an empty range': onCommit((commit, store) =>
    store.commit({
      ...commit,
      checks: (commit.checks ?? []).map((check) => ('key' in check ? check : { ...check, lt: successor(check.lt) })),
    }),
  ),
  'names the last check': onCommit(async (commit, store) => {
    const result = await store.commit(commit);
    return result.ok ? result : { ok: false, failed: (commit.checks?.length ?? 1) - 1 };
  }),
  'sets in spite of a failed check': onCommit(async (commit, store) => {
    const result = await store.commit(commit);
    if (!result.ok) await store.commit({ sets: (commit.sets ?? []).slice(0, 1) });
    return result;
  }),
  'commits row by row': onCommit(async (commit, store) => {
    let result = await store.commit({ checks: commit.checks ?? [], deletes: commit.deletes ?? [] });
    for (const set of result.ok ? (commit.sets ?? []) : []) {
      result = await store.commit({ sets: [set] });
      await nextTurn();
    }
    return result;
  }),
  'refuses to delete what is not there': onCommit(async (commit, store) => {
    for (const key of commit.deletes ?? []) if ((await store.get(key)) === undefined) throw new Error('no such row');
    return store.commit(commit);
  }),
  'forgets deletes': onCommit((commit, store) => store.commit({ ...commit, deletes: [] })),
  'takes no commit without changes': onCommit((commit, store) =>
    commit.sets === undefined && commit.deletes === undefined ? Promise.resolve({ ok: true, version: 0 }) : store.commit(commit),
  ),
  'checks too early': checksTooEarly,
  'counts versions by row': countsVersionsByRow,
  'reads stale': readsStale,
  'keeps the caller’s arrays': keepsCallersArrays,
  'reads into one buffer': readsIntoOneBuffer,
  'includes the end of a range': onRange((options, store) => store.range({ ...options, lt: successor(options.lt) })),
  'leaves out the start of a range': onRange((options, store) => store.range({ ...options, gte: successor(options.gte) })),
  'gives a row too many': onRange((options, store) => store.range({ ...options, limit: options.limit + 1 })),
  'takes the limit from the low end': onRange(async (options, store) => {
    const rows = await store.range({ ...options, reverse: false });
    return options.reverse === true ? rows.toReversed() : rows;
  }),
  'never reverses': onRange((options, store) => store.range({ ...options, reverse: false })),
  'orders signed bytes': onRange(async (options, store) =>
    (await store.range(options)).toSorted((left, right) => (Int8Array.from(left.key)[0] ?? 0) - (Int8Array.from(right.key)[0] ?? 0)),
  ),
  'orders short keys first': onRange(async (options, store) =>
    (await store.range(options)).toSorted((left, right) => left.key.length - right.key.length),
  ),
  'stops a range after 1,000 rows': onRange((options, store) => store.range({ ...options, limit: Math.min(options.limit, 1000) })),
  'always says unchanged': onFound((found, known) => found.map((each, index) => (each && known[index] !== undefined ? 'unchanged' : each))),
  'never says unchanged': broken((store) => ({ getMany: (keys) => store.getMany(keys) })),
  'leaves out absent rows': onFound((found) => found.filter((each) => each !== undefined)),
  'reads row by row': broken((store) => ({
    async getMany(keys, options) {
      const found: Found[] = [];
      for (const [index, key] of keys.entries()) {
        found.push(...(await store.getMany([key], { known: [options?.known?.[index]] })));
        await nextTurn();
      }
      return found;
    },
  })),
  'cuts long keys': broken((store) => ({ get: (key) => store.get(key.subarray(0, 1978)) })),
  'takes 1,001 operations': onCommit(async (commit, store) => {
    const sets = commit.sets ?? [];
    if (sets.length < 999) return store.commit(commit);
    await store.commit({ ...commit, sets: sets.slice(500) });
    return store.commit({ sets: sets.slice(0, 500) });
  }),
  'cuts large values': onCommit((commit, store) =>
    store.commit({ ...commit, sets: (commit.sets ?? []).map(({ key, value }) => ({ key, value: value.subarray(0, 1 << 20) })) }),
  ),
  'takes a row twice': onCommit((commit, store) => {
    const deletes = (commit.deletes ?? []).filter((key, index, keys) => keys.findIndex((each) => String(each) === String(key)) === index);
    return store.commit({ ...commit, deletes });
  }),
  'goes on after close': broken(() => ({ close: async () => undefined })),
};
