import { Fault } from '@sse/core';
import type { Found, OrderedStore, RangeOptions, Row, StoreKey, Version } from '../../ports/ordered-store.ts';
import { assertCommit, assertKey, assertRange, isVoid } from '../store-limits.ts';
import { openEnvironment } from './environment.ts';
import type { LmdbOpen, LmdbRange } from './lmdb-layer.ts';
import { groupCommit } from './group-commit.ts';
import { rowOf, versionOf } from './stored-row.ts';

export interface LmdbStoreOptions {
  /** The folder of the environment, made if it is not there. Several processes may have it open; one process opens it once. */
  readonly path: string;
  /** lmdb-js's `open`, or a test's stand-in for it. */
  readonly open?: LmdbOpen;
}

/** An ordered store in one LMDB environment, shared by the processes of one machine. */
export interface LmdbStore extends OrderedStore {
  /** Frees what processes that died held of the environment (their old snapshots make its file grow); gives how many there were. */
  readerCheck(): number;
}

/** Opens the embedded store; throws what the file system or LMDB answers when it cannot. */
export function lmdbStore({ path, open }: LmdbStoreOptions): LmdbStore {
  const environment = openEnvironment(path, open);
  const { root, rows } = environment;
  const group = groupCommit(environment);
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing !== undefined) throw new Fault('misuse', 'the store is closed');
  }

  /** All reads until the next await come from one moment: lmdb-js keeps its snapshot, else stale by a turn or more, for at least as long. */
  function startReading(): void {
    assertOpen();
    rows.resetReadTxn();
  }

  function find(key: StoreKey): Row | undefined {
    const stored = rows.getBinary(key);
    return stored === undefined ? undefined : rowOf(key, stored);
  }

  function findChanged(key: StoreKey, known: Version | undefined): Found {
    if (known === undefined) return find(key);
    const stored = rows.getBinaryFast(key);
    return stored !== undefined && versionOf(stored) === known ? 'unchanged' : find(key);
  }

  return {
    async get(key) {
      assertKey(key);
      startReading();
      return find(key);
    },
    async getMany(keys, { known = [] } = {}) {
      keys.forEach(assertKey);
      startReading();
      return keys.map((key, index) => findChanged(key, known[index]));
    },
    async range(options) {
      assertRange(options);
      startReading();
      if (isVoid(options) || options.limit === 0) return [];
      return Array.from(rows.getRange(scan(options)), ({ key, value }) => rowOf(plain(key), value));
    },
    async commit(commit) {
      assertOpen();
      assertCommit(commit);
      return group.commit(commit);
    },
    close() {
      closing ??= group.idle().then(() => root.close());
      return closing;
    },
    readerCheck() {
      assertOpen();
      return root.readerCheck();
    },
  };
}

function scan({ gte, lt, limit, reverse = false }: RangeOptions): LmdbRange {
  return reverse ? { start: lt, exclusiveStart: true, end: gte, inclusiveEnd: true, reverse, limit } : { start: gte, end: lt, limit };
}

/** The same bytes as no `Buffer`: rows look alike whichever store they come from. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
