import type { BlobReader, BlobStore } from '../../src/ports/blob-store.ts';
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

/** `store` as a process sees it that may die: once it has, nothing that it still tries arrives. */
export function mortalStore(store: OrderedStore, hasDied: () => boolean): OrderedStore {
  const alive = <T>(call: () => Promise<T>): Promise<T> => (hasDied() ? Promise.reject(new Error('the process died')) : call());
  return {
    ...store,
    get: (key) => alive(() => store.get(key)),
    getMany: (keys, options) => alive(() => store.getMany(keys, options)),
    range: (options) => alive(() => store.range(options)),
    commit: (commit) => alive(() => store.commit(commit)),
  };
}

/** `blobs` as one process of a schedule sees them: `step` runs when a blob was written, was opened, and after each read of one. */
export function steppedBlobs(blobs: BlobStore, step: () => Promise<void>): BlobStore {
  const stepped = (reader: BlobReader): BlobReader => ({
    ...reader,
    async read(into) {
      const length = await reader.read(into);
      await step();
      return length;
    },
  });
  return {
    ...blobs,
    async write(id, source, options) {
      const size = await blobs.write(id, source, options);
      await step();
      return size;
    },
    async read(id, range) {
      const reader = await blobs.read(id, range);
      await step();
      return reader && stepped(reader);
    },
  };
}
