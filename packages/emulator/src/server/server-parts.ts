import type { BlobStore } from '../ports/blob-store.ts';
import type { OrderedStore } from '../ports/ordered-store.ts';
import type { OpenNode } from './emulator-node.ts';

/** What one process keeps objects in. */
export interface Storage {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  /** Frees what processes that died held in the store (LMDB: their reader slots, which make its file grow). */
  forgetDeadReaders(): void;
  close(): Promise<void>;
}

/** The parts that the server process puts together; the program has one set, tests others. */
export interface ServerParts {
  readonly openNode: OpenNode;
  readonly openStorage: (dataFolder: string) => Promise<Storage>;
  /** The module that a worker process runs: the one that called `runProgram`. */
  readonly entry: string;
}
