import type { LmdbOpen, LmdbOptions, LmdbRange, LmdbRoot, LmdbTable } from '../../../src/adapters/lmdb-store/lmdb-layer.ts';

/** The power went: nothing that was under way comes to an end. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** Rows of each table by the Latin-1 text of their keys. Never changed in place. */
type State = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/**
 * An LMDB environment in memory that behaves as lmdb-js documents and no better: snapshots stay until `resetReadTxn`, `getBinaryFast`
 * gives the same memory every time, and what was not flushed is gone after a power cut.
 */
export interface ForgetfulLmdb {
  readonly open: LmdbOpen;
  /** Steps of all transactions so far, at each of which the power may go. */
  readonly steps: number;
  /** The environment as it is found when the power is back. */
  afterPowerCut(): ForgetfulLmdb;
}

export interface ForgetfulOptions {
  /** The step at which the power goes; never by default. */
  readonly cutAt?: number;
  readonly found?: State;
}

const fast = Buffer.alloc(1 << 21);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

export function forgetfulLmdb({ cutAt = Infinity, found = new Map() }: ForgetfulOptions = {}): ForgetfulLmdb {
  let steps = 0;
  let visible: State = found;
  let durable: State = found;
  /** Set while the action of a transaction runs. */
  let writing: Map<string, Map<string, Buffer>> | undefined;
  let writer: Promise<unknown> = Promise.resolve();

  async function step(): Promise<void> {
    steps += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (steps >= cutAt) throw new PowerCut();
  }

  /** Runs the action; gives how to make it visible, or nothing when it changed nothing. */
  function act<T>(action: () => T): { readonly result: T; readonly state: State } {
    writing = new Map([...visible].map(([name, rows]) => [name, new Map(rows)]));
    try {
      return { result: action(), state: writing };
    } finally {
      writing = undefined;
    }
  }

  async function flush(state: State): Promise<void> {
    await step();
    await step();
    durable = state;
  }

  async function transact<T>(action: () => T, { overlappingSync, noSync = false }: LmdbOptions & { noSync?: boolean }): Promise<T> {
    await step();
    const { result, state } = act(action);
    if (!overlappingSync && !noSync) await flush(state);
    visible = state;
    if (overlappingSync && !noSync) flush(state).catch(() => undefined);
    return result;
  }

  function table(name: string, options: LmdbOptions): LmdbTable {
    let snapshot: State | undefined;
    const rows = (): ReadonlyMap<string, Buffer> => (writing ?? (snapshot ??= visible)).get(name) ?? new Map<string, Buffer>();
    function change(edit: (rows: Map<string, Buffer>) => void): void {
      if (writing === undefined) throw new Error('a write outside a transaction');
      const edited = writing.get(name) ?? new Map<string, Buffer>();
      writing.set(name, edited);
      edit(edited);
    }
    return {
      getBinary: (key) => copyOf(rows().get(textOf(key))),
      getBinaryFast(key) {
        const value = rows().get(textOf(key));
        return value && (value.copy(fast.fill(0xee, 0, 64)), fast.subarray(0, value.length));
      },
      getRange: (range) => keysIn(rows(), range).map((key) => ({ key: bytesOf(key), value: Buffer.from(rows().get(key) ?? []) })),
      getKeys: (range) => keysIn(rows(), range).map(bytesOf),
      putSync: (key, value) => change((edited) => edited.set(textOf(key), Buffer.from(value))),
      removeSync: (key) => change((edited) => edited.delete(textOf(key))),
      childTransaction<T>(action: () => T) {
        const result = writer.catch(() => undefined).then(() => transact(action, options));
        writer = result;
        return result;
      },
      resetReadTxn: () => void (snapshot = undefined),
    };
  }

  return {
    open: (options): LmdbRoot => ({
      ...table('', options),
      openDB: ({ name }) => table(name, options),
      readerCheck: () => 0,
      close: async () => undefined,
    }),
    get steps() {
      return steps;
    },
    afterPowerCut: () => forgetfulLmdb({ found: durable }),
  };
}

function copyOf(value: Buffer | undefined): Buffer | undefined {
  return value && Buffer.from(value);
}

function keysIn(rows: ReadonlyMap<string, Buffer>, range: LmdbRange): string[] {
  const { start, end, reverse = false, exclusiveStart = false, inclusiveEnd = false, limit = Infinity } = range;
  const from = textOf(start);
  const to = textOf(end);
  const within = (key: string): boolean => {
    const begun = reverse ? key < from : key > from;
    const over = reverse ? key < to : key > to;
    return (begun || (key === from && !exclusiveStart)) && !over && (key !== to || inclusiveEnd);
  };
  const keys = [...rows.keys()].filter(within).toSorted((left, right) => (left < right ? -1 : 1));
  return (reverse ? keys.toReversed() : keys).slice(0, limit);
}
