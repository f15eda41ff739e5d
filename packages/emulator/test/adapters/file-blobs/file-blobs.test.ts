import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileBlobs } from '../../../src/adapters/file-blobs/file-blobs.ts';
import { nodeFiles, type FileLayer } from '../../../src/adapters/file-blobs/file-layer.ts';
import { pattern, sourceOf } from '../../../src/conformance/blob-store/subject.ts';
import { blobStoreConformance, type BlobStoreSubject } from '../../../src/conformance/index.ts';
import { passesSuite } from '../passes-suite.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function openSubject(files: FileLayer): Promise<BlobStoreSubject> {
  const { path, remove } = await temporaryFolder();
  const open = () => fileBlobs({ path, files });
  return { blobs: open(), reopen: async () => open(), dispose: remove };
}

/** A file system that knows the flag and refuses the writes, as some network and memory file systems do. */
function withoutDirectWrites(refuse: 'open' | 'write'): FileLayer {
  const error = Object.assign(new Error('EINVAL: invalid argument'), { code: 'EINVAL' });
  const direct = new Set<number>();
  return {
    ...nodeFiles,
    async openDirect(path) {
      if (refuse === 'open') throw error;
      const file = await nodeFiles.openForReading(path);
      direct.add(file);
      return file;
    },
    async write(file, bytes, position) {
      if (direct.has(file)) throw error;
      return nodeFiles.write(file, bytes, position);
    },
    async close(file) {
      direct.delete(file);
      return nodeFiles.close(file);
    },
  };
}

const fileSystems: Record<string, FileLayer> = {
  'this machine': nodeFiles,
  'a file system that refuses to open past its cache': withoutDirectWrites('open'),
  'a file system that refuses to write past its cache': withoutDirectWrites('write'),
};

describe.for(Object.entries(fileSystems))('fileBlobs on %s', ([, files]) => {
  passesSuite(blobStoreConformance, () => openSubject(files), ['reopen']);
});

it('a blob is the file of its bytes, named by its id in the folder of the first two digits', async () => {
  const { path, remove } = await temporaryFolder();
  const bytes = pattern(5000);
  const id = 'ab'.padEnd(32, '0');
  await fileBlobs({ path }).write(id, sourceOf(bytes));
  expect(Buffer.compare(await readFile(join(path, 'ab', id)), bytes)).toBe(0);
  await remove();
});
