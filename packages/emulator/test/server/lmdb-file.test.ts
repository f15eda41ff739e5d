import { open, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lmdbStore } from '../../src/adapters/lmdb-store/lmdb-store.ts';
import { lmdbFileObjection, type ReadableFile } from '../../src/server/lmdb-file.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const pageSize = 4096;
const lastPageAt = 144;
const transactionAt = 152;

let folder: TemporaryFolder;
/** A store of some hundred pages: branches, leaves, large values outside of them, and a list of free pages. */
let whole: Buffer;

beforeAll(async () => {
  folder = await temporaryFolder();
  const store = lmdbStore({ path: `${folder.path}/store` });
  for (let index = 0; index < 60; index += 1) {
    const sets = Array.from({ length: 5 }, (_, nth) => ({
      key: Buffer.from(`key ${(index * 7 + nth) % 200}`),
      value: Buffer.alloc(nth === 0 && index % 10 === 0 ? 30_000 : 700, index),
    }));
    await store.commit({ sets });
  }
  await store.close();
  whole = await readFile(`${folder.path}/store/data.mdb`);
});
afterAll(async () => folder[Symbol.asyncDispose]());

async function objectionTo(bytes: Uint8Array): Promise<string | undefined> {
  const path = `${folder.path}/data.mdb`;
  await writeFile(path, bytes);
  await using file = await open(path);
  return await lmdbFileObjection(file);
}

/** The meta page that counts begins here. */
function newestMeta(bytes: Buffer): number {
  return bytes.readBigUInt64LE(transactionAt) > bytes.readBigUInt64LE(pageSize + transactionAt) ? 0 : pageSize;
}

/** How many pages the newest snapshot takes, those not counted that it only has at its end as free ones. */
async function pagesNeeded(): Promise<number> {
  let pages = whole.length / pageSize;
  while ((await objectionTo(whole.subarray(0, (pages - 1) * pageSize))) === undefined) pages -= 1;
  return pages;
}

describe('lmdbFileObjection', () => {
  it('has none to what LMDB wrote', async () => {
    expect(whole.length / pageSize).toBeGreaterThan(50);
    expect(await objectionTo(whole)).toBeUndefined();
  });

  it.each([
    ['random bytes', () => Buffer.from(whole.map((byte, index) => byte ^ (index * 89 + 7)))],
    ['zeros', () => Buffer.alloc(whole.length)],
    ['another kind of file', () => Buffer.alloc(whole.length, 'SQLite format 3\0')],
    ['nothing', () => Buffer.alloc(0)],
    ['half a meta page', () => whole.subarray(0, 100)],
    ['one meta page', () => whole.subarray(0, pageSize)],
    ['another version of LMDB', () => Buffer.from(whole.map((byte, index) => (index === 28 ? 1 : byte)))],
    ['a second meta page that is none', () => Buffer.from(whole.map((byte, index) => (index === pageSize + 24 ? 0 : byte)))],
    ['a page size that is none', () => Buffer.from(whole.map((byte, index) => (index === 49 ? 0 : byte)))],
  ])('has one to %s', async (_what, bytes) => {
    expect(await objectionTo(bytes())).toMatch(/does not begin as the LMDB files of this server do/);
  });

  it('has one wherever the file is cut off before the last page that is named', async () => {
    const pages = await pagesNeeded();
    expect(pages).toBeGreaterThan(50);
    for (let cut = 2; cut < pages; cut += 1) expect(await objectionTo(whole.subarray(0, cut * pageSize))).toBe('its end is missing');
    expect(await objectionTo(whole.subarray(0, pages * pageSize - 1))).toBe('its end is missing');
  });

  it('has one to a file that lost the end of a large value', async () => {
    const store = lmdbStore({ path: `${folder.path}/large` });
    const small = (index: number) => ({ sets: [{ key: Buffer.from('small'), value: Buffer.alloc(100, index) }] });
    for (let index = 0; index < 20; index += 1) await store.commit(small(index));
    await store.commit({ sets: [{ key: Buffer.from('large'), value: Buffer.alloc(100_000, 0xee) }] });
    await store.close();
    const bytes = await readFile(`${folder.path}/large/data.mdb`);
    const lastOfValue = Math.floor(bytes.lastIndexOf(Buffer.alloc(100, 0xee)) / pageSize);
    expect(lastOfValue).toBe(bytes.length / pageSize - 1);
    expect(await objectionTo(bytes)).toBeUndefined();
    expect(await objectionTo(bytes.subarray(0, lastOfValue * pageSize))).toBe('its end is missing');
  });

  it('has none to a file that is short of pages that nothing names', async () => {
    const longer = Buffer.from(whole);
    const at = newestMeta(longer) + lastPageAt;
    longer.writeBigUInt64LE(longer.readBigUInt64LE(at) + 5n, at);
    expect(await objectionTo(longer)).toBeUndefined();
  });

  it('has none while each look at it finds a newer snapshot', async () => {
    const path = `${folder.path}/changing.mdb`;
    const bytes = Buffer.from(whole.subarray(0, 8 * pageSize));
    const transaction = newestMeta(bytes) + transactionAt;
    await writeFile(path, bytes);
    await using file = await open(path, 'r+');
    let looks = 0;
    const stat: ReadableFile['stat'] = async () => {
      looks += 1;
      bytes.writeBigUInt64LE(bytes.readBigUInt64LE(transaction) + 2n, transaction);
      await file.write(bytes, 0, pageSize * 2, 0);
      return file.stat();
    };
    expect(await lmdbFileObjection({ stat, read: file.read.bind(file) })).toBeUndefined();
    expect(looks).toBe(10);
    expect(await lmdbFileObjection(file)).toBe('its end is missing');
  });

  it('has one to a cut file whose pages are no pages or name each other in a ring', async () => {
    const cut = (await pagesNeeded()) - 1;
    const scrambled = Buffer.concat([whole.subarray(0, 2 * pageSize), Buffer.alloc((cut - 2) * pageSize, 0x33)]);
    expect(await objectionTo(scrambled)).toBe('its end is missing');
    const ring = Buffer.from(whole.subarray(0, 3 * pageSize));
    const root = 136;
    for (const meta of [0, pageSize]) ring.writeBigUInt64LE(2n, meta + root);
    // Page 2: a branch whose one child is page 2.
    ring.fill(0, 2 * pageSize);
    ring.writeUInt16LE(0x01, 2 * pageSize + 18);
    ring.writeUInt16LE(2, 2 * pageSize + 20);
    ring.writeUInt16LE(1000, 2 * pageSize + 24);
    ring.writeUInt32LE(2, 2 * pageSize + 24 + 1000);
    expect(await objectionTo(ring)).toBe('its end is missing');
  });
});
