import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';

/** Copies the row `from here <n>` to `from there <n>` when told the number, and tells what it saw. */
const store = lmdbStore({ path: process.argv[2] ?? '' });
const key = (text: string): Uint8Array => new TextEncoder().encode(text);

async function copy(round: number): Promise<void> {
  const row = await store.get(key(`from here ${round}`));
  if (row !== undefined) await store.commit({ sets: [{ key: key(`from there ${round}`), value: row.value }] });
  process.send?.({ length: row?.value.length, last: row?.value.at(-1) });
}

process.on('message', (round) => {
  if (typeof round === 'number') void copy(round);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
