import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { rowName, rowReader, type WantedRow } from '../../src/domain/row-reader.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';

const key = Uint8Array.of(1, 2);
const name = rowName(key);
let store: OrderedStore;
let calls: number;

beforeEach(() => {
  const inner = memoryStore();
  calls = 0;
  store = { ...inner, getMany: (...wanted) => ((calls += 1), inner.getMany(...wanted)) };
});

async function set(value: number): Promise<number> {
  const result = await store.commit({ sets: [{ key, value: Uint8Array.of(value) }] });
  if (!result.ok) throw new Error('not set');
  return result.version;
}

describe('rows read ahead', () => {
  it('are one read of the store for all', async () => {
    const reader = rowReader(store);
    const session = openSession();
    const wanted: WantedRow[] = [1, 2, 3].map((byte) => ({
      key: Uint8Array.of(byte),
      name: rowName(Uint8Array.of(byte)),
      known: undefined,
    }));
    await reader.ahead(session, wanted);
    for (const row of wanted) expect(await reader.read(session, row)).toBeUndefined();
    expect(calls).toBe(1);
  });

  it('are given once: who asks again gets the row of that moment', async () => {
    const reader = rowReader(store);
    const session = openSession();
    await set(1);
    await reader.ahead(session, [{ key, name, known: undefined }]);
    const version = await set(2);
    expect(await reader.read(session, { key, name, known: undefined })).toMatchObject({ value: Uint8Array.of(1) });
    expect(await reader.read(session, { key, name, known: undefined })).toEqual({ key, value: Uint8Array.of(2), version });
  });

  it('do not call a row unchanged for a version that another request brought in since', async () => {
    const reader = rowReader(store);
    const session = openSession();
    const first = await set(1);
    await reader.ahead(session, [{ key, name, known: first }]);
    const second = await set(2);
    await set(3);
    expect(await reader.read(session, { key, name, known: second })).toMatchObject({ value: Uint8Array.of(3) });
  });

  it('are those of their session only', async () => {
    const reader = rowReader(store);
    await reader.ahead(openSession(), [{ key, name, known: undefined }]);
    await set(1);
    expect(await reader.read(openSession(), { key, name, known: undefined })).toMatchObject({ value: Uint8Array.of(1) });
  });
});
