import { describe } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { blobStoreConformance } from '../../src/conformance/index.ts';
import { passesSuite } from './passes-suite.ts';

describe('memoryBlobs', () => {
  passesSuite(blobStoreConformance, async () => ({ blobs: memoryBlobs(), dispose: async () => undefined }));
});
