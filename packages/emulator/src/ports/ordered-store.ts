/** What every store takes and none takes more of; beyond it a call rejects with `Fault('misuse')` and changes nothing. */
export const storeLimits = {
  /** Bytes of a key; a key has at least one. */
  keyBytes: 1978,
  /** Bytes of a value. */
  valueBytes: 1 << 20,
  /** Checks, sets and deletes of one commit together. */
  operations: 1000,
  /** Bytes of all values of one commit together: some stores hold a commit in memory. */
  commitBytes: 16 << 20,
} as const;

/** A key of the store: 1 to `storeLimits.keyBytes` bytes, compared as `memcmp` does. */
export type StoreKey = Uint8Array;

/** The store-wide number of the commit that last set a row. It grows with every commit and is never used twice, not even after a delete. */
export type Version = number;

export interface Row {
  readonly key: StoreKey;
  /** At most 1 MiB. The caller must not write into it. */
  readonly value: Uint8Array;
  readonly version: Version;
}

/** What `getMany` found for one key: a row, `undefined` when there is none, or `'unchanged'` when it still has the version that the caller knows. */
export type Found = Row | undefined | 'unchanged';

/** A half-open range of keys, `gte ≤ key < lt`. Either bound may be empty or no row's key; the range holds nothing unless `gte < lt`. */
export interface KeyRange {
  readonly gte: StoreKey;
  readonly lt: StoreKey;
}

export interface RangeOptions extends KeyRange {
  /** At most this many rows; an integer, 0 or more. */
  readonly limit: number;
  /** From the highest key down; default false. */
  readonly reverse?: boolean;
}

/** A condition that must hold inside the commit: a row at this version, no row (`'absent'`), or no row in a range. */
export type Check = { readonly key: StoreKey; readonly version: Version | 'absent' } | (KeyRange & { readonly empty: true });

/** What to change, if everything in `checks` holds. The caller must not write into its arrays before the commit resolved. */
export interface Commit {
  readonly checks?: readonly Check[];
  readonly sets?: readonly { readonly key: StoreKey; readonly value: Uint8Array }[];
  /** Deleting a key that is not there is no error. */
  readonly deletes?: readonly StoreKey[];
}

/**
 * `version` is that of every row that the commit set; a commit that sets and deletes nothing takes none and gives the newest one.
 * `failed` is the index of the first check that did not hold; nothing was changed then.
 */
export type CommitResult = { readonly ok: true; readonly version: Version } | { readonly ok: false; readonly failed: number };

/**
 * A transactional, ordered key-value store: the one place where truth lives, shared by processes and machines.
 *
 * - `commit` is atomic and serializable, and durable when it resolves. When it rejects otherwise than with `Fault('misuse')`
 *   (a full disk, a lost connection) it has changed everything or nothing, and the caller does not know which.
 * - The answer of a failed check rests on durable rows.
 * - Reads are strict: a read started after any process's `commit` resolved sees it.
 * - A row set twice, deleted twice, or set and deleted in one commit is a caller's mistake: `Fault('misuse')`.
 * - After `close`, every call rejects with `Fault('misuse')`.
 */
export interface OrderedStore {
  get(key: StoreKey): Promise<Row | undefined>;
  /** One entry for each key, in order; `known[i]` is the version of `keys[i]` that the caller holds. All entries come from one moment. */
  getMany(keys: readonly StoreKey[], options?: { readonly known?: readonly (Version | undefined)[] }): Promise<Found[]>;
  /** Rows of the range in key order (or reversed), all from one moment. */
  range(options: RangeOptions): Promise<Row[]>;
  commit(commit: Commit): Promise<CommitResult>;
  /** Ends the use of the store; commits under way finish first. May be called twice. */
  close(): Promise<void>;
}
