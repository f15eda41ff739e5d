/** The id of a blob: 32 lower-case hex digits (16 random bytes), never used twice. Another spelling is refused with `Fault('misuse')`. */
export type BlobId = string;

/**
 * Bytes that are pulled by whoever consumes them, into the consumer's own memory.
 * `read` fills the start of `into` and resolves to the number of bytes written there: at least 1, or 0 at the end, and 0 again after it.
 * It never keeps `into` after it resolved. One `read` at a time.
 */
export interface ByteSource {
  read(into: Uint8Array): Promise<number>;
  /**
   * For sources that may stall: `undefined` when a `read` would give bytes (or the end) without waiting, else a promise that resolves when it would.
   * A consumer lets go of shared memory while it waits, and may first use up what it was given: better ready late than for a few bytes.
   * It rejects where `read` would. A source without it counts as always ready.
   */
  ready?(): Promise<void> | undefined;
}

/** A blob, or a range of one, being read. A `read` fills `into` whole unless the end comes first. */
export interface BlobReader extends ByteSource {
  /** Lets go of what the reader holds. May be called twice; must be called once. */
  close(): Promise<void>;
}

export interface BlobWriteOptions {
  /** The exact number of bytes to come, where known: a hint for how to write, nothing is checked against it. */
  readonly size?: number;
  /** Gives the write up between two steps; it then rejects with the signal's reason. A source's own wait is the source's to end. */
  readonly signal?: AbortSignal;
}

/**
 * Immutable blobs by id.
 * A blob that could not be written whole is not there: `write` rejects with the source's or its own error after it removed what it had begun.
 * Only a resolved `write` makes a blob: what is being written, or was when a process died, may be read and listed in part.
 */
export interface BlobStore {
  /**
   * Stores everything `source` gives and resolves to its size in bytes once it is durable. `into` of each pull is at least `minimumPull` bytes.
   * `Fault('misuse')`, and no harm to the blob, when the id is taken.
   */
  write(id: BlobId, source: ByteSource, options?: BlobWriteOptions): Promise<number>;
  /**
   * Opens bytes `start ≤ i < end` of a blob (all of it by default; what lies past the blob's end is cut off).
   * Resolves to `undefined` when there is no such blob. A reader that was opened before a `delete` may go on to the end.
   */
  read(id: BlobId, range?: { readonly start: number; readonly end: number }): Promise<BlobReader | undefined>;
  /** Removes a blob for good: durable when it resolves, so that its id may be forgotten. One that is not there is no error. */
  delete(id: BlobId): Promise<void>;
  /** Ids of all blobs that are there, in no order. */
  list(): AsyncIterable<BlobId>;
  /** Ends the use of the store: later calls reject with `Fault('misuse')`; what is under way goes on. May be called twice. */
  close(): Promise<void>;
}

/** A pull of a blob source offers at least this many bytes: room for the header and three sealed chunks. */
export const minimumPull = 64 * 1024;
