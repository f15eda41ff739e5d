import { fileBlobs } from '../adapters/file-blobs/file-blobs.ts';
import { lmdbStore } from '../adapters/lmdb-store/lmdb-store.ts';
import { dataFolderLayout } from './data-folder.ts';
import type { Storage } from './server-parts.ts';

/** The embedded storage in a data folder: rows in LMDB, blobs in files. Several processes may have it open. */
export async function localStorage(dataFolder: string): Promise<Storage> {
  const layout = dataFolderLayout(dataFolder);
  const store = lmdbStore({ path: layout.store });
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
