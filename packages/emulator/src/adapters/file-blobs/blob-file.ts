import { hasCode } from '../has-code.ts';
import type { FileDescriptor, FileLayer } from './file-layer.ts';

/** Memory, positions and lengths of writes past the page cache are multiples of this many bytes, on every disk in use. */
export const blockBytes = 4096;
/** A body of this many bytes is written past the page cache; smaller ones gain nothing from it. */
const directFrom = 4 << 20;

/** A new blob's file while it is written. */
export interface BlobFile {
  /**
   * Writes the first `length` bytes of `region` at `position`, a multiple of `blockBytes`; so is `length`, unless these are the last bytes.
   * `region` is page-aligned and a multiple of `blockBytes` long; what follows `length` in its last block is overwritten with zeros.
   */
  write(region: Uint8Array, length: number, position: number): Promise<void>;
  /** Makes the first `size` bytes, and that there are no more, durable. */
  sync(size: number): Promise<void>;
  /** Lets go of the file. May be called twice. */
  close(): Promise<void>;
}

/** Makes the file; `size` is the number of bytes to come, where known. `EEXIST` when there is one of that name. */
export async function createBlobFile(files: FileLayer, path: string, size = 0): Promise<BlobFile> {
  const cached = await files.create(path);
  const opened: FileDescriptor[] = [cached];
  let direct: FileDescriptor | undefined;
  let refused = false;
  let padded = false;

  async function openDirect(position: number): Promise<void> {
    if (direct !== undefined || files.openDirect === undefined || Math.max(size, position) < directFrom) return;
    direct = await files.openDirect(path);
    opened.push(direct);
  }

  /** Whether the bytes were written past the page cache; once the file system refused that, it is not asked again. */
  async function writeDirect(region: Uint8Array, length: number, position: number): Promise<boolean> {
    if (refused) return false;
    try {
      await openDirect(position);
      if (direct === undefined) return false;
      const end = Math.ceil(length / blockBytes) * blockBytes;
      region.fill(0, length, end);
      padded ||= end > length;
      await writeAll(files, direct, region.subarray(0, end), position);
      return true;
    } catch (error) {
      refused = hasCode(error, 'EINVAL');
      if (refused) return false;
      throw error;
    }
  }

  return {
    async write(region, length, position) {
      if (await writeDirect(region, length, position)) return;
      await writeAll(files, cached, region.subarray(0, length), position);
    },
    async sync(written) {
      if (padded) await files.truncate(cached, written);
      await files.sync(cached);
    },
    async close() {
      const results = await Promise.allSettled(opened.splice(0).map((file) => files.close(file)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

async function writeAll(files: FileLayer, file: FileDescriptor, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const written = await files.write(file, bytes.subarray(done), position + done);
    if (written === 0) throw new Error(`the file system wrote ${done} of ${bytes.length} bytes and no more`);
    done += written;
  }
}
