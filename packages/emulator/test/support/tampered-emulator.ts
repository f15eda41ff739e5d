import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openNode } from '../../src/node.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { runEmulator, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { tampering } from './tampering.ts';

/** A server in this process over storage whose rows and blobs a test can change. */
export interface TamperedEmulator {
  readonly blobs: BlobStore;
  readonly storage: ReturnType<typeof tampering>;
  /** Starts the server; its storage is there before. */
  start(): Promise<RunningEmulator>;
}

export function tamperedEmulator(): TamperedEmulator {
  const blobs = memoryBlobs();
  const storage = tampering(memoryStore(), blobs);
  const memoryStorage = () => ({ store: storage.store, blobs: storage.blobs, forgetDeadReaders() {}, close: () => Promise.resolve() });
  const openStorage = (): Promise<never> => Promise.reject(new Error('not used'));
  return { blobs, storage, start: () => runEmulator({ openNode, openStorage, memoryStorage }, { sweepEvery: 0 }) };
}
