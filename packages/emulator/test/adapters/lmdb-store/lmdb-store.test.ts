import { describe } from 'vitest';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { orderedStoreConformance, type OrderedStoreSubject } from '../../../src/conformance/index.ts';
import { passesSuite } from '../passes-suite.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startStorePeer } from './store-peer.ts';

async function openSubject(): Promise<OrderedStoreSubject> {
  const { path, remove } = await temporaryFolder();
  const opened = [lmdbStore({ path })];
  async function open() {
    const store = lmdbStore({ path });
    opened.push(store);
    return store;
  }
  async function dispose(): Promise<void> {
    await Promise.all(opened.map((store) => store.close()));
    await remove();
  }
  return { store: opened[0] ?? (await open()), reopen: open, peer: () => startStorePeer(path), dispose };
}

describe('lmdbStore', () => {
  passesSuite(orderedStoreConformance, openSubject, ['reopen', 'peer']);
});
