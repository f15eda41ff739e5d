/** A key of the store: bytes, compared as `memcmp` does. At most 1,978 bytes. */
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

/** A half-open range of keys, `gte ≤ key < lt`. */
export interface KeyRange {
  readonly gte: StoreKey;
  readonly lt: StoreKey;
}

export interface RangeOptions extends KeyRange {
  /** At most this many rows. */
  readonly limit: number;
  /** From the highest key down; default false. */
  readonly reverse?: boolean;
}

/** A condition that must hold inside the commit: a row at this version, no row (`'absent'`), or no row in a range. */
export type Check =
  | { readonly key: StoreKey; readonly version: Version | 'absent' }
  | (KeyRange & { readonly empty: true });

/** At most 1,000 checks, sets and deletes together. */
export interface Commit {
  readonly checks?: readonly Check[];
  readonly sets?: readonly { readonly key: StoreKey; readonly value: Uint8Array }[];
  /** Deleting a key that is not there is no error. */
  readonly deletes?: readonly StoreKey[];
}

/** `failed` is the index of the first check that did not hold; nothing was changed then. */
export type CommitResult = { readonly ok: true; readonly version: Version } | { readonly ok: false; readonly failed: number };

/**
 * A transactional, ordered key-value store: the one place where truth lives, shared by processes and machines.
 *
 * - `commit` is atomic and serializable, and durable when it resolves.
 * - Reads are strict: a read started after any process's `commit` resolved sees it.
 * - A row set twice in one commit, or set and deleted, is a caller's mistake: `Fault('misuse')`.
 */
export interface OrderedStore {
  get(key: StoreKey): Promise<Row | undefined>;
  /** One entry for each key, in order; `known[i]` is the version of `keys[i]` that the caller holds. All entries come from one moment. */
  getMany(keys: readonly StoreKey[], options?: { readonly known?: readonly (Version | undefined)[] }): Promise<Found[]>;
  /** Rows of the range in key order (or reversed), all from one moment. */
  range(options: RangeOptions): Promise<Row[]>;
  commit(commit: Commit): Promise<CommitResult>;
  /** Ends the use of the store; commits under way finish first. */
  close(): Promise<void>;
}
