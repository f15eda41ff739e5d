import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';

/** Commits without end, several commits at a time, and tells of each that went through. */
const [path = '', round = ''] = process.argv.slice(2);
const store = lmdbStore({ path });
const value = new Uint8Array(20_000);

async function runLane(lane: number): Promise<never> {
  for (let turn = 0; ; turn += 1) {
    const name = `round ${round} lane ${lane} turn ${turn}`;
    const key = new TextEncoder().encode(name);
    await store.commit({ checks: [{ key, version: 'absent' }], sets: [{ key, value }] });
    await store.get(key);
    process.send?.(name);
  }
}

process.on('disconnect', () => process.exit());
process.send?.('ready');
await Promise.all(Array.from({ length: 8 }, (_, lane) => runLane(lane)));
