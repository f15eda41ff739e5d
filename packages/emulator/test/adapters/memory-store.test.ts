import { describe } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { orderedStoreConformance } from '../../src/conformance/index.ts';
import { passesSuite } from './passes-suite.ts';

describe('memoryStore', () => {
  passesSuite(orderedStoreConformance, async () => ({ store: memoryStore(), dispose: async () => undefined }));
});
