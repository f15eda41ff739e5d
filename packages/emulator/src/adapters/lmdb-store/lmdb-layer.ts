/** What the store uses of an lmdb-js database, and no more: a test can put a layer of its own in its place. Keys and values are bytes. */
export interface LmdbTable {
  /** A copy of the value that stays as it is. */
  getBinary(key: Uint8Array): Buffer | undefined;
  /** The value in memory that the next read overwrites. */
  getBinaryFast(key: Uint8Array): Buffer | undefined;
  getRange(options: LmdbRange): Iterable<{ readonly key: Uint8Array; readonly value: Buffer }>;
  getKeys(options: LmdbRange): Iterable<Uint8Array>;
  /** Copies key and value at once. Only inside `childTransaction`. */
  putSync(key: Uint8Array, value: Uint8Array): unknown;
  /** Only inside `childTransaction`. */
  removeSync(key: Uint8Array): unknown;
  /** Runs `action` in the next write transaction, taken back whole if it throws. How durable it is when the promise resolves depends on `LmdbOptions`. */
  childTransaction<T>(action: () => T): Promise<T>;
  /** Makes the next read outside a transaction see what is committed by now. */
  resetReadTxn(): void;
}

/** Reversed ranges run from `start`, the upper end, down to `end`. */
export interface LmdbRange {
  start: Uint8Array;
  end: Uint8Array;
  reverse?: boolean;
  exclusiveStart?: boolean;
  inclusiveEnd?: boolean;
  limit?: number;
}

/** The unnamed database of an environment, and the environment itself. */
export interface LmdbRoot extends LmdbTable {
  openDB(options: LmdbTableOptions & { name: string }): LmdbTable;
  readerCheck(): number;
  close(): Promise<void>;
}

export interface LmdbTableOptions {
  readonly keyEncoding: 'binary';
  readonly encoding: 'binary';
}

export interface LmdbOptions extends LmdbTableOptions {
  readonly path: string;
  /** False: the path is a folder, whatever its name. */
  readonly noSubdir: boolean;
  /** True: a transaction is visible, and its promise may resolve, before it is flushed. */
  readonly overlappingSync: boolean;
  /** Whether lmdb-js gathers the writes of a turn of the event loop. */
  readonly eventTurnBatching: boolean;
  /** Mode of the files that are made. */
  readonly permissionsMode: number;
}

/** The part of lmdb-js's `open` that the store uses. */
export type LmdbOpen = (options: LmdbOptions) => LmdbRoot;
