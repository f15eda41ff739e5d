import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { chooseCases, orderedStoreConformance } from '../../../src/conformance/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startProgram, startStorePeer } from './store-peer.ts';

const key = (text: string): Uint8Array => new TextEncoder().encode(text);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('one environment in two processes', () => {
  it('would show stale rows to a process that reads constantly, were it not for fresh snapshots', async () => {
    const store = lmdbStore({ path: folder.path });
    const strict = chooseCases(orderedStoreConformance, ['peer']).find(({ needs }) => needs?.includes('peer'));
    const run = strict?.run({ store, peer: () => startStorePeer(folder.path, 'stale'), dispose: async () => undefined });
    await expect(run).rejects.toThrow(/the version that the other process saw/);
    await store.close();
  });

  it('loses nothing that a killed process was told, and goes on without it', async () => {
    const store = lmdbStore({ path: folder.path });
    await store.commit({ sets: [{ key: key('before'), value: key('') }] });
    for (let round = 0; round < 5; round += 1) {
      const child = await startProgram('committing-program.ts', folder.path, String(round));
      const acknowledged: string[] = [];
      child.on('message', (name) => typeof name === 'string' && acknowledged.push(name));
      while (acknowledged.length < 40 + round * 7) await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await store.commit({ sets: [{ key: key(`after ${round}`), value: key('') }] })).toMatchObject({ ok: true });
      const found = await store.getMany(acknowledged.map(key));
      expect(found.filter((row) => row === undefined)).toEqual([]);
    }
    await store.close();
  });

  it('lets what a killed reader held be freed', async () => {
    const store = lmdbStore({ path: folder.path });
    expect(store.readerCheck()).toBe(0);
    const child = await startProgram('peer-program.ts', folder.path);
    child.send(0);
    await once(child, 'message');
    expect(store.readerCheck()).toBe(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(store.readerCheck()).toBeGreaterThan(0);
    expect(store.readerCheck()).toBe(0);
    await store.close();
  });

  it('grows beyond its first size in both', async () => {
    const store = lmdbStore({ path: folder.path });
    const child = await startProgram('echo-program.ts', folder.path);
    const large = new Uint8Array(1 << 20);
    for (let round = 0; round < 24; round += 1) {
      large.fill(round + 1);
      await store.commit({ sets: [{ key: key(`from here ${round}`), value: large }] });
      child.send(round);
      const [answer] = await once(child, 'message');
      expect(answer).toEqual({ length: large.length, last: round + 1 });
      expect(Buffer.compare((await store.get(key(`from there ${round}`)))?.value ?? key('nothing'), large)).toBe(0);
    }
    child.kill();
    await once(child, 'exit');
    await store.close();
  });
});
