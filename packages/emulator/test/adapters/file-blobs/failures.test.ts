import { describe, expect, it } from 'vitest';
import { fileBlobs } from '../../../src/adapters/file-blobs/file-blobs.ts';
import type { FileLayer } from '../../../src/adapters/file-blobs/file-layer.ts';
import { regionPool } from '../../../src/adapters/file-blobs/region-pool.ts';
import { blobId, listed, pattern, readAll, sourceOf } from '../../../src/conformance/blob-store/subject.ts';
import { forgetfulFiles } from './forgetful-files.ts';

const regions = regionPool(1 << 20);

interface Failing {
  readonly files: FileLayer;
  /** Calls so far of methods that may fail. */
  readonly calls: () => number;
}

/** A layer whose `failing`-th call of those that a write makes rejects; closing and removing never do. */
function failingFiles(files: FileLayer, failing: number, error: Error): Failing {
  let calls = 0;
  async function guarded<T>(call: () => Promise<T>): Promise<T> {
    calls += 1;
    if (calls === failing) throw error;
    return call();
  }
  return {
    files: {
      ...files,
      create: (path) => guarded(() => files.create(path)),
      openDirect: (path) => guarded(async () => (await files.openDirect?.(path)) ?? 0),
      write: (file, bytes, position) => guarded(() => files.write(file, bytes, position)),
      truncate: (file, size) => guarded(() => files.truncate(file, size)),
      sync: (file) => guarded(() => files.sync(file)),
      makeFolder: (path) => guarded(() => files.makeFolder(path)),
      syncFolder: (path) => guarded(() => files.syncFolder(path)),
    },
    calls: () => calls,
  };
}

/** Writes a blob while the `failing`-th call fails. */
async function writeWith(bytes: Uint8Array, failing: number, error: Error) {
  const layer = forgetfulFiles();
  const { files, calls } = failingFiles(layer.files, failing, error);
  const blobs = fileBlobs({ path: '/blobs', files, regions });
  const [result] = await Promise.allSettled([blobs.write(blobId(1), sourceOf(bytes), { size: bytes.length })]);
  return { layer, blobs, calls: calls(), rejected: result.status === 'rejected' ? (result.reason as unknown) : undefined };
}

describe('fileBlobs on a failing file system', () => {
  it.for(['ENOSPC', 'EIO'])('fails with %s at whatever call, and leaves no file, open file or region behind', async (code) => {
    const error = Object.assign(new Error(code), { code });
    const bytes = pattern((4 << 20) + 5);
    const { calls } = await writeWith(bytes, Infinity, error);
    expect(calls).toBeGreaterThan(10);
    for (let failing = 1; failing <= calls; failing += 1) {
      const { layer, blobs, rejected } = await writeWith(bytes, failing, error);
      expect(rejected).toBe(error);
      expect(await listed(blobs)).toEqual([]);
      expect([layer.opened, regions.held]).toEqual([0, 0]);
      expect(await blobs.write(blobId(1), sourceOf(bytes))).toBe(bytes.length);
    }
  });

  it('goes on where the system took or gave fewer bytes than it was asked to', async () => {
    const { files } = forgetfulFiles();
    const partly: FileLayer = {
      ...files,
      write: (file, bytes, position) => files.write(file, bytes.subarray(0, Math.ceil(bytes.length / 8192) * 4096), position),
      read: (file, into, position) => files.read(file, into.subarray(0, Math.ceil(into.length / 2)), position),
    };
    const blobs = fileBlobs({ path: '/blobs', files: partly, regions });
    const bytes = pattern((4 << 20) + 5);
    for (const [n, size] of [100, 10_000, bytes.length].entries()) {
      await blobs.write(blobId(n), sourceOf(bytes.subarray(0, size)), { size });
      expect(Buffer.compare(await readAll(await blobs.read(blobId(n)), 1 << 20), bytes.subarray(0, size))).toBe(0);
    }
  });

  it('does not mind a folder above its own that it may not read', async () => {
    const { files } = forgetfulFiles();
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const closed: FileLayer = { ...files, syncFolder: (path) => (path === '/' ? Promise.reject(denied) : files.syncFolder(path)) };
    expect(await fileBlobs({ path: '/data/blobs', files: closed, regions }).write(blobId(1), sourceOf(pattern(10)))).toBe(10);
  });

  it('closes every file when sources fail and readers stop early', async () => {
    const layer = forgetfulFiles();
    const blobs = fileBlobs({ path: '/blobs', files: layer.files, regions });
    await expect(blobs.write(blobId(1), sourceOf(pattern(5 << 20), { error: new Error('gone') }), { size: 6 << 20 })).rejects.toThrow(
      'gone',
    );
    await blobs.write(blobId(2), sourceOf(pattern(5 << 20)), { size: 5 << 20 });
    const reader = await blobs.read(blobId(2));
    const reading = reader?.read(new Uint8Array(1000));
    await reader?.close();
    expect(await reading).toBe(1000);
    expect([layer.opened, regions.held]).toEqual([0, 0]);
  });
});
