import { fileBlobs } from '../adapters/file-blobs/file-blobs.ts';
import { lmdbStore, type LmdbStore } from '../adapters/lmdb-store/lmdb-store.ts';
import { checkStore } from './check-store.ts';
import { dataFolderFault, dataFolderLayout } from './data-folder.ts';
import type { Storage } from './server-parts.ts';

/**
 * The embedded storage in a data folder: rows in LMDB, blobs in files. Several processes may have it open.
 * `Fault('configuration')` when it cannot be opened.
 */
export async function localStorage(dataFolder: string): Promise<Storage> {
  const layout = dataFolderLayout(dataFolder);
  await checkStore(dataFolder);
  const store = openStore(dataFolder, layout.store);
  const blobs = fileBlobs({ path: layout.blobs });
  return {
    store,
    blobs,
    forgetDeadReaders: () => void store.readerCheck(),
    async close() {
      await store.close();
      await blobs.close();
    },
  };
}

function openStore(dataFolder: string, path: string): LmdbStore {
  try {
    return lmdbStore({ path });
  } catch (cause) {
    throw dataFolderFault(dataFolder, `LMDB cannot open ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
