import { open } from 'lmdb';
import { expect, it } from 'vitest';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { rowEncoder, rowOf } from '../../../src/adapters/lmdb-store/stored-row.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const key = Uint8Array.of(1);

it('stored rows keep any version and any value', () => {
  const encode = rowEncoder();
  for (const version of [1, 255, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER]) {
    for (const length of [0, 1, 70_000]) {
      const value = new Uint8Array(length).fill(length + 7);
      expect(rowOf(key, Buffer.from(encode(version, value)))).toEqual({ key, value, version });
    }
  }
});

it('an environment of the first release is one of this release: rows with their version in front, and the sequence beside them', async () => {
  const { path, remove } = await temporaryFolder();
  const encoding = { keyEncoding: 'binary', encoding: 'binary' } as const;
  const root = open<Buffer, Uint8Array>({ path, noSubdir: false, ...encoding });
  await root.openDB<Buffer, Uint8Array>({ name: 'rows', ...encoding }).put(key, Buffer.from('000000010000000a76616c7565', 'hex'));
  await root.put(Uint8Array.of(0), Buffer.from('000000010000000b', 'hex'));
  await root.close();
  const store = lmdbStore({ path });
  expect(await store.get(key)).toEqual({ key, value: Uint8Array.from(Buffer.from('value')), version: 2 ** 32 + 10 });
  expect(await store.commit({ deletes: [key] })).toEqual({ ok: true, version: 2 ** 32 + 12 });
  await store.close();
  await remove();
});
