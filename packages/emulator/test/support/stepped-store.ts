import type { OrderedStore } from '../../src/ports/ordered-store.ts';

/** What happens in a schedule once a call has done its work and before its caller learns of it; an error is the end of the calling process. */
export type Step = (call: number, method: 'get' | 'getMany' | 'range' | 'commit') => void | Promise<void>;

/** Tells that a schedule had the step that it was to have, or that the run was over before. */
export type Scheduled = 'done' | 'no such step';

/** Runs `schedule` with 1, 2, 3 … until it says that there is no such step. */
export async function atEveryStep(schedule: (step: number) => Promise<Scheduled>): Promise<void> {
  let step = 1;
  while ((await schedule(step)) === 'done') step += 1;
  if (step < 5) throw new Error(`expected a run of several steps, got ${step - 1}`);
}

/** `store` as one process of a schedule sees it: `step` runs at each of its calls, which are numbered from 1. */
export function steppedStore(store: OrderedStore, step: Step): OrderedStore {
  let calls = 0;
  async function stepAfter<T>(method: Parameters<Step>[1], called: Promise<T>): Promise<T> {
    const result = await called;
    calls += 1;
    await step(calls, method);
    return result;
  }
  return {
    ...store,
    get: (key) => stepAfter('get', store.get(key)),
    getMany: (keys, options) => stepAfter('getMany', store.getMany(keys, options)),
    range: (options) => stepAfter('range', store.range(options)),
    commit: (commit) => stepAfter('commit', store.commit(commit)),
  };
}
