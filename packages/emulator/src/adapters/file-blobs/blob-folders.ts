import { join } from 'node:path';
import type { BlobId } from '../../ports/blob-store.ts';
import { foldersAbove } from '../folders-above.ts';
import { hasCode } from '../has-code.ts';
import type { FileLayer } from './file-layer.ts';
import { sharedFlush } from './shared-flush.ts';

/** The folders that blobs lie in: one for each first two digits of an id. */
export interface BlobFolders {
  /** The path of a blob's file. */
  fileOf(id: BlobId): string;
  /** Resolves once the blob's folder is there, durably. */
  ensure(id: BlobId): Promise<void>;
  /** Makes what came or went in the blob's folder before this call durable; many calls share one flush. */
  sync(id: BlobId): Promise<void>;
}

export function blobFolders(files: FileLayer, root: string): BlobFolders {
  const ensured = new Map<string, Promise<void>>();
  const flushes = new Map<string, () => Promise<void>>();

  function flush(folder: string): Promise<void> {
    const shared = flushes.get(folder) ?? sharedFlush(() => files.syncFolder(folder));
    flushes.set(folder, shared);
    return shared();
  }

  /** Runs `prepare` once for each folder; a failure is forgotten, so that the next caller tries again. */
  function once(folder: string, prepare: () => Promise<void>): Promise<void> {
    const before = ensured.get(folder);
    if (before !== undefined) return before;
    const made = prepare();
    ensured.set(folder, made);
    made.catch(() => ensured.delete(folder));
    return made;
  }

  async function makeRoot(): Promise<void> {
    const topmost = await files.makeFolder(root);
    for (const folder of foldersAbove(root, topmost)) await flush(folder).catch(unlessClosedToUs);
  }

  /** Flushes the root even where the folder was there: another process may have made it a moment ago. */
  async function make(folder: string): Promise<void> {
    await once(root, makeRoot);
    await files.makeFolder(folder);
    await flush(root);
  }

  const folderOf = (id: BlobId): string => join(root, id.slice(0, 2));
  return {
    fileOf: (id) => join(folderOf(id), id),
    ensure: (id) => once(folderOf(id), () => make(folderOf(id))),
    sync: (id) => flush(folderOf(id)),
  };
}

/** A folder that we may not read is none that we made: who put the blobs' folder into it answers for its name. */
function unlessClosedToUs(error: unknown): void {
  if (!hasCode(error, 'EACCES')) throw error;
}
