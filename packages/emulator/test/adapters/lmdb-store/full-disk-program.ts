import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';

/** Fills the space there is, several commits at a time, and then shows that the store still works. */
const store = lmdbStore({ path: process.argv[2] ?? '' });
const key = (text: string): Uint8Array => new TextEncoder().encode(text);
const value = new Uint8Array(300_000);

let committed = 0;
let failed = 0;
for (let round = 0; failed < 3; round += 1) {
  const commits = [0, 1].map((lane) => store.commit({ sets: [{ key: key(`${round}/${lane}`), value }] }));
  for (const result of await Promise.allSettled(commits)) {
    if (result.status === 'fulfilled') committed += 1;
    else failed += 1;
  }
}
const found = await store.range({ gte: key('0'), lt: key('a'), limit: 1000 });
const mended = await store.commit({ deletes: [key('0/0')], sets: [{ key: key('small'), value: key('still here') }] });
await store.close();
process.send?.({ committedSome: committed > 2, missing: committed - found.length, mended: mended.ok });
process.disconnect?.();
