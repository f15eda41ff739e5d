import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { withOptions } from './open-with.ts';
import { storeCommands, type Real } from './store-commands.ts';

// Commands are about what rows are there, not about power cuts: without flushes a run takes a tenth of the time.
const open = withOptions({ noSync: true });

async function compare(commands: Iterable<fc.AsyncCommand<OrderedStore, Real>>): Promise<void> {
  const { path, remove } = await temporaryFolder();
  const reopen = (): OrderedStore => lmdbStore({ path, open });
  const real: Real = { store: reopen(), reopen };
  try {
    await fc.asyncModelRun(() => ({ model: memoryStore(), real }), commands);
  } finally {
    await real.store.close();
    await remove();
  }
}

describe('lmdbStore', () => {
  it('answers as the memory store does, versions included, after any sequence of calls', async () => {
    await expect(fc.assert(fc.asyncProperty(storeCommands, compare), { numRuns: 200 })).resolves.toBeUndefined();
  });
});
