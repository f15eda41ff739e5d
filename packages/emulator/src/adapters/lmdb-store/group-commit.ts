import type { Check, Commit, CommitResult } from '../../ports/ordered-store.ts';
import { isVoid } from '../store-limits.ts';
import { commitFailure } from './commit-failure.ts';
import type { Environment } from './environment.ts';
import { rowEncoder, versionOf } from './stored-row.ts';

/** Commits that share write transactions, and so flushes. */
export interface GroupCommit {
  /** `commit` must be within the limits of the contract. */
  commit(commit: Commit): Promise<CommitResult>;
  /** Resolves when no commit is under way. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly commit: Commit;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (reason: unknown) => void;
  result: CommitResult | undefined;
}

const sequenceKey = new Uint8Array([0]);
const nothing = new Uint8Array(0);
/** Bytes after which a transaction takes no further commit: it is held in memory, and the lock that all processes share as long as it lasts. */
const transactionBytes = 64 << 20;
const pageBytes = 4096;

/**
 * Every commit that waits when the write transaction starts takes part in it; those that come while it is flushed make the next one.
 * A failed check waits for its transaction too: it may rest on what an earlier commit of the same transaction set.
 * A transaction in which nothing was set or deleted is not flushed.
 */
export function groupCommit({ root, rows }: Environment): GroupCommit {
  const encode = rowEncoder();
  let waiting: Waiting[] = [];
  let called = false;
  let last: Promise<void> = Promise.resolve();

  function callTransaction(): void {
    called = true;
    last = runTransaction();
  }

  async function runTransaction(): Promise<void> {
    let batch: Waiting[] = [];
    try {
      await rows.childTransaction(() => {
        batch = takeBatch();
        applyBatch(batch);
      });
    } catch (error) {
      const failure = await commitFailure(error);
      for (const { reject } of batch.length > 0 ? batch : takeBatch()) reject(failure);
      return;
    }
    for (const { resolve, result } of batch) if (result !== undefined) resolve(result);
  }

  function takeBatch(): Waiting[] {
    let bytes = 0;
    const end = waiting.findIndex(({ commit }) => (bytes += weight(commit)) > transactionBytes);
    const batch = end < 0 ? waiting : waiting.slice(0, end);
    waiting = waiting.slice(batch.length);
    called = waiting.length > 0;
    // Called for within this transaction, it would become a part of it.
    if (called) queueMicrotask(callTransaction);
    return batch;
  }

  function applyBatch(batch: readonly Waiting[]): void {
    const stored = root.getBinaryFast(sequenceKey);
    const before = stored === undefined ? 0 : versionOf(stored);
    let sequence = before;
    for (const entry of batch) {
      const { checks = [], sets = [], deletes = [] } = entry.commit;
      const failed = checks.findIndex((check) => !holds(check));
      if (failed < 0 && sets.length + deletes.length > 0) sequence += 1;
      entry.result = failed < 0 ? { ok: true, version: sequence } : { ok: false, failed };
      if (failed >= 0) continue;
      for (const { key, value } of sets) rows.putSync(key, encode(sequence, value));
      for (const key of deletes) rows.removeSync(key);
    }
    if (sequence > before) root.putSync(sequenceKey, encode(sequence, nothing));
  }

  function holds(check: Check): boolean {
    if ('key' in check) {
      const stored = rows.getBinaryFast(check.key);
      return (stored === undefined ? 'absent' : versionOf(stored)) === check.version;
    }
    if (isVoid(check)) return true;
    for (const _ of rows.getKeys({ start: check.gte, end: check.lt, limit: 1 })) return false;
    return true;
  }

  return {
    commit: (commit) =>
      new Promise((resolve, reject) => {
        waiting.push({ commit, resolve, reject, result: undefined });
        if (!called) callTransaction();
      }),
    async idle() {
      for (let seen: Promise<void> | undefined; seen !== last;) {
        seen = last;
        await seen;
      }
    },
  };
}

/** Bytes of pages that a commit may change, roughly. */
function weight({ checks = [], sets = [], deletes = [] }: Commit): number {
  const operations = checks.length + sets.length + deletes.length;
  return sets.reduce((bytes, { value }) => bytes + value.length, operations * pageBytes);
}
