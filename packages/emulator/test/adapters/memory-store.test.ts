import { describe, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { chooseCases, orderedStoreConformance, runCase } from '../../src/conformance/index.ts';

describe('memoryStore', () => {
  for (const each of chooseCases(orderedStoreConformance)) {
    it(each.name, () => runCase(each, async () => ({ store: memoryStore(), dispose: async () => undefined })));
  }
});
