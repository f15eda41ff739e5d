/** The id of a blob: 32 lower-case hex digits (16 random bytes), never used twice. */
export type BlobId = string;

/**
 * Bytes that are pulled by whoever consumes them, into the consumer's own memory.
 * `read` fills the start of `into` and resolves to the number of bytes written there: at least 1, or 0 at the end, and 0 again after it.
 * It never keeps `into` after it resolved. One `read` at a time.
 */
export interface ByteSource {
  read(into: Uint8Array): Promise<number>;
}

/** A blob, or a range of one, being read. A `read` fills `into` whole unless the end comes first. */
export interface BlobReader extends ByteSource {
  /** Lets go of what the reader holds. May be called twice; must be called once. */
  close(): Promise<void>;
}

/**
 * Immutable blobs by id.
 * A blob that could not be written whole is not there: `write` rejects with the source's or its own error after it removed what it had begun.
 */
export interface BlobStore {
  /**
   * Stores everything `source` gives and resolves to its size in bytes once it is durable. `into` of each pull is at least `minimumPull` bytes.
   * `size`, where known, is the exact size to come (a hint for how to write).
   */
  write(id: BlobId, source: ByteSource, options?: { readonly size?: number }): Promise<number>;
  /**
   * Opens bytes `start ≤ i < end` of a blob (all of it by default; `end` past the blob's end is cut).
   * Resolves to `undefined` when there is no such blob. A reader that was opened before a `delete` may go on to the end.
   */
  read(id: BlobId, range?: { readonly start: number; readonly end: number }): Promise<BlobReader | undefined>;
  /** Removes a blob; one that is not there is no error. */
  delete(id: BlobId): Promise<void>;
  /** Ids of all blobs that are there, in no order. */
  list(): AsyncIterable<BlobId>;
  /** Ends the use of the store. */
  close(): Promise<void>;
}

/** A pull of a blob source offers at least this many bytes: room for the header and three sealed chunks. */
export const minimumPull = 64 * 1024;
