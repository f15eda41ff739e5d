import { OssError } from '@sse/core';
import type { Check, OrderedStore, StoreKey } from '../../ports/ordered-store.ts';
import { openSession, type Session } from '../bucket-key.ts';
import { inTurn } from '../in-turn.ts';
import type { KeyHierarchy } from '../key-hierarchy.ts';
import { systemScope } from '../keyspace.ts';

/** What a change makes of the rows that it read. Without sets and deletes nothing changes, and nothing is checked. */
export interface RamChange<T> {
  readonly result: T;
  readonly checks?: readonly Check[];
  /** Rows of the system scope; those of `marks` are empty. */
  readonly sets?: readonly { readonly key: StoreKey; readonly value: object }[];
  readonly marks?: readonly StoreKey[];
  readonly deletes?: readonly StoreKey[];
}

/** Plans a change from rows as they are, and commits it; a plan whose checks do not hold any more is made anew. Throws what the plan throws. */
export type ChangeRam = <T>(plan: (session: Session) => Promise<RamChange<T>>) => Promise<T>;

/** A change that lost to another process is planned again this often. */
const attempts = 100;
const empty = new Uint8Array(0);

/** Changes of one process wait for each other, so that they do not lose to each other. */
export function changeRam({ store, keys: { rows, liveKeys } }: { readonly store: OrderedStore; readonly keys: KeyHierarchy }): ChangeRam {
  const turn = inTurn();

  async function attempt<T>(plan: (session: Session) => Promise<RamChange<T>>): Promise<{ readonly result: T } | undefined> {
    const session = openSession();
    const { result, checks = [], sets = [], marks = [], deletes = [] } = await plan(session);
    if (sets.length + marks.length + deletes.length === 0) return { result };
    const system = await liveKeys.local(session, systemScope, Math.max(1, sets.length));
    const sealed = sets.map(({ key, value }) => ({ key, value: rows.seal(system, key, value) }));
    const marked = marks.map((key) => ({ key, value: empty }));
    const { ok } = await store.commit({ checks, sets: [...sealed, ...marked], deletes });
    return ok ? { result } : undefined;
  }

  return (plan) =>
    turn('ram', async () => {
      for (let count = 0; count < attempts; count += 1) {
        const done = await attempt(plan);
        if (done !== undefined) return done.result;
      }
      throw new OssError('ServiceUnavailable');
    });
}
