import type { BlobStore } from '../../ports/blob-store.ts';
import type { OrderedStore } from '../../ports/ordered-store.ts';

/** Which call fails, and how. */
export interface FaultPlan {
  /** 1 is the first call; every call of the methods below counts. */
  readonly call: number;
  /** What it rejects with. */
  readonly error: Error;
  /** `before` (the default): the call has no effect; `after`: it took effect and the caller does not hear of it. */
  readonly when?: 'before' | 'after';
  /** Names of the methods that count; all but `close` by default. */
  readonly methods?: readonly string[];
}

type Guard = <T>(method: string, call: () => Promise<T>) => Promise<T>;

function guard({ call: failing, error, when = 'before', methods }: FaultPlan): Guard {
  let calls = 0;
  return async (method, call) => {
    if (methods?.includes(method) === false) return call();
    calls += 1;
    if (calls !== failing) return call();
    if (when === 'after') await call();
    throw error;
  };
}

/** A store of which one call fails, for tests of what uses it. */
export function faultyStore(store: OrderedStore, plan: FaultPlan): OrderedStore {
  const guarded = guard(plan);
  return {
    get: (key) => guarded('get', () => store.get(key)),
    getMany: (keys, options) => guarded('getMany', () => store.getMany(keys, options)),
    range: (options) => guarded('range', () => store.range(options)),
    commit: (commit) => guarded('commit', () => store.commit(commit)),
    close: () => store.close(),
  };
}

/** A blob store of which one call fails; `list` never does. */
export function faultyBlobs(blobs: BlobStore, plan: FaultPlan): BlobStore {
  const guarded = guard(plan);
  return {
    write: (id, source, options) => guarded('write', () => blobs.write(id, source, options)),
    read: (id, range) => guarded('read', () => blobs.read(id, range)),
    delete: (id) => guarded('delete', () => blobs.delete(id)),
    list: () => blobs.list(),
    close: () => blobs.close(),
  };
}
