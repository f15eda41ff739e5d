import { memoryBlobs } from '../adapters/memory-blobs.ts';
import { memoryStore } from '../adapters/memory-store.ts';
import type { Storage } from './server-parts.ts';

/** Storage that is gone when the process ends. */
export function memoryStorage(): Storage {
  const store = memoryStore();
  const blobs = memoryBlobs();
  return {
    store,
    blobs,
    forgetDeadReaders() {},
    async close() {
      await store.close();
      await blobs.close();
    },
  };
}
