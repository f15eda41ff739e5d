import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Check, Commit, OrderedStore, RangeOptions, StoreKey } from '../../../src/ports/ordered-store.ts';

/** The store under test, which commands may open again. */
export interface Real {
  store: OrderedStore;
  readonly reopen: () => OrderedStore;
}

type StoreCommand = fc.AsyncCommand<OrderedStore, Real>;

function command(text: string, run: (model: OrderedStore, real: Real) => Promise<void>): StoreCommand {
  return { check: () => true, run, toString: () => text };
}

/** A command that asks both stores the same; a refusal counts as an answer. */
function sameAnswer(text: string, ask: (store: OrderedStore) => Promise<unknown>): StoreCommand {
  return command(text, async (model, real) => {
    const [expected, actual] = await Promise.allSettled([ask(model), ask(real.store)]);
    expect(actual).toEqual(expected);
  });
}

/** Few keys, so that commands meet, of the bytes that orders get wrong. */
const key: fc.Arbitrary<StoreKey> = fc
  .array(fc.constantFrom(0, 1, 0x61, 0x7f, 0x80, 0xff), { minLength: 1, maxLength: 2 })
  .map((bytes) => Uint8Array.from(bytes));
const bound: fc.Arbitrary<StoreKey> = fc.oneof(key, fc.constant(new Uint8Array(0)), fc.constant(new Uint8Array(3).fill(0xff)));
const value = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.integer({ min: 4000, max: 9000 }).map((length) => new Uint8Array(length).fill(length)),
);
/** A version that a row may have by the time of the command, or not. */
const version = fc.integer({ min: 1, max: 12 });

const check: fc.Arbitrary<Check> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ key, version: fc.constant('absent' as const) }) },
  { weight: 3, arbitrary: fc.record({ key, version }) },
  { weight: 1, arbitrary: fc.record({ gte: bound, lt: bound, empty: fc.constant(true as const) }) },
);

const commit: fc.Arbitrary<Commit> = fc.record(
  {
    checks: fc.array(check, { maxLength: 2 }),
    sets: fc.array(fc.record({ key, value }), { maxLength: 4 }),
    deletes: fc.array(key, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const range: fc.Arbitrary<RangeOptions> = fc.record(
  { gte: bound, lt: bound, limit: fc.integer({ min: 0, max: 6 }), reverse: fc.boolean() },
  { requiredKeys: ['gte', 'lt', 'limit'] },
);

const known = fc.array(fc.record({ key, version: fc.option(version, { nil: undefined }) }), { maxLength: 5 });

/** Sequences of calls that leave both stores alike if both keep the contract. */
export const storeCommands = fc.commands(
  [
    commit.map((each) => sameAnswer(`commit ${fc.stringify(each)}`, (store) => store.commit(each))),
    commit.map((each) => sameAnswer(`commit ${fc.stringify(each)}`, (store) => store.commit(each))),
    key.map((each) => sameAnswer(`get ${fc.stringify(each)}`, (store) => store.get(each))),
    range.map((each) => sameAnswer(`range ${fc.stringify(each)}`, (store) => store.range(each))),
    known.map((each) =>
      sameAnswer(`getMany ${fc.stringify(each)}`, (store) =>
        store.getMany(
          each.map((entry) => entry.key),
          { known: each.map((entry) => entry.version) },
        ),
      ),
    ),
    fc.constant(
      command('reopen', async (_, real) => {
        await real.store.close();
        real.store = real.reopen();
      }),
    ),
  ],
  { maxCommands: 40 },
);
