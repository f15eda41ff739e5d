import { join } from 'node:path';
import { Fault } from '@sse/core';
import type { BlobId, BlobStore, BlobWriteOptions, ByteSource } from '../../ports/blob-store.ts';
import { assertBlobId, assertBlobRange, isBlobId } from '../blob-limits.ts';
import { hasCode } from '../has-code.ts';
import { createBlobFile, type BlobFile } from './blob-file.ts';
import { blobFolders } from './blob-folders.ts';
import { fileReader } from './file-reader.ts';
import { nodeFiles, type FileLayer } from './file-layer.ts';
import { regionPool, type RegionPool } from './region-pool.ts';
import { writeBehind } from './write-behind.ts';

export interface FileBlobsOptions {
  /** The folder of the blobs, made with the first one. Several processes may use it. */
  readonly path: string;
  /** Memory for writes; by default 16 MiB of this store's own. */
  readonly regions?: RegionPool;
  /** The file system; by default this machine's. */
  readonly files?: FileLayer;
}

/** Blobs as files `<path>/<first two digits>/<id>`. */
export function fileBlobs({ path, regions = regionPool(), files = nodeFiles }: FileBlobsOptions): BlobStore {
  const folders = blobFolders(files, path);
  let closed = false;

  function assertOpen(): void {
    if (closed) throw new Fault('misuse', 'the blob store is closed');
  }

  async function create(id: BlobId, size: number | undefined): Promise<BlobFile> {
    await folders.ensure(id);
    try {
      return await createBlobFile(files, folders.fileOf(id), size);
    } catch (error) {
      throw hasCode(error, 'EEXIST') ? new Fault('misuse', `blob ${id} is there already`, { cause: error }) : error;
    }
  }

  async function fillFile(id: BlobId, file: BlobFile, source: ByteSource, { size, signal }: BlobWriteOptions): Promise<number> {
    const written = await writeBehind(source, { regions, size, signal, write: (...batch) => file.write(...batch) });
    const [synced, named] = await Promise.allSettled([file.sync(written), folders.sync(id)]);
    if (synced.status === 'rejected') throw synced.reason;
    if (named.status === 'rejected') throw named.reason;
    await file.close();
    return written;
  }

  /** What the caller learns is why the write failed; a file that cannot be removed either is still known by its intent. */
  async function abandon(id: BlobId, file: BlobFile): Promise<void> {
    await file.close().catch(() => undefined);
    await files.remove(folders.fileOf(id)).catch(() => undefined);
  }

  async function* listFolder(folder: string): AsyncGenerator<string> {
    try {
      yield* await files.listFolder(folder);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  return {
    async write(id, source, options = {}) {
      assertOpen();
      assertBlobId(id);
      const file = await create(id, options.size);
      try {
        return await fillFile(id, file, source, options);
      } catch (error) {
        await abandon(id, file);
        throw error;
      }
    },
    async read(id, range = { start: 0, end: Infinity }) {
      assertOpen();
      assertBlobId(id);
      assertBlobRange(range);
      try {
        return fileReader(files, await files.openForReading(folders.fileOf(id)), range);
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw error;
      }
    },
    async delete(id) {
      assertOpen();
      assertBlobId(id);
      await ignoreAbsence(files.remove(folders.fileOf(id)));
      await ignoreAbsence(folders.sync(id));
    },
    async *list() {
      assertOpen();
      for await (const folder of listFolder(path)) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue;
        for await (const name of listFolder(join(path, folder))) {
          if (isBlobId(name) && name.startsWith(folder)) yield name;
        }
      }
    },
    async close() {
      closed = true;
    },
  };
}

async function ignoreAbsence(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
