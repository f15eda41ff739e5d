import { describe, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { blobStoreConformance, chooseCases, runCase } from '../../src/conformance/index.ts';

describe('memoryBlobs', () => {
  for (const each of chooseCases(blobStoreConformance)) {
    it(each.name, () => runCase(each, async () => ({ blobs: memoryBlobs(), dispose: async () => undefined })));
  }
});
