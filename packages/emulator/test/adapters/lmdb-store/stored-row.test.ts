import { expect, it } from 'vitest';
import { rowEncoder, rowOf } from '../../../src/adapters/lmdb-store/stored-row.ts';

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
