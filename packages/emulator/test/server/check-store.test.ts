import { chmod, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkStore, isUnused } from '../../src/server/check-store.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { asNobody, giveToNobody } from './as-nobody.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const data = 'store/data.mdb';
const lock = 'store/lock.mdb';

/** A data folder that a server has used, as far as its rows go. */
async function usedFolder(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const storage = await localStorage(folder.path);
  await storage.store.commit({ sets: [{ key: Buffer.from('key'), value: Buffer.from('value') }] });
  await storage.close();
  return folder;
}

describe('checkStore', () => {
  it('lets pass what is not there yet, what a server used, and what LMDB was kept from beginning', async () => {
    await using folder = await temporaryFolder();
    await checkStore(folder.path);
    await checkStore(`${folder.path}/absent`);
    await using used = await usedFolder();
    await checkStore(used.path);
    expect(await isUnused(used.path)).toBe(false);
    await truncate(`${used.path}/${data}`);
    await checkStore(used.path);
    expect(await isUnused(used.path)).toBe(true);
  });

  it('changes nothing', async () => {
    await using used = await usedFolder();
    const before = await readFile(`${used.path}/${data}`);
    await checkStore(used.path);
    expect(await readFile(`${used.path}/${data}`)).toEqual(before);
  });

  const blob = '0a/0a0b0c';
  const damages: readonly (readonly [string, (folder: string) => Promise<unknown>, RegExp])[] = [
    [
      'damaged',
      (folder) => writeFile(`${folder}/${data}`, Buffer.alloc(50_000, 0x5a)),
      /cannot open the store .*data\.mdb: it does not begin/,
    ],
    ['cut off', (folder) => truncate(`${folder}/${data}`, 8192), /cannot open the store .*data\.mdb: its end is missing; restore/],
    ['a folder', (folder) => rm(`${folder}/${data}`).then(() => mkdir(`${folder}/${data}`)), /data\.mdb in it: it is a folder \(EISDIR\)/],
    ['beside a lock that is a folder', (folder) => rm(`${folder}/${lock}`).then(() => mkdir(`${folder}/${lock}`)), /lock\.mdb in it is no/],
    [
      'gone',
      (folder) => rm(`${folder}/${data}`),
      /data\.mdb: it is missing, though there are blobs that only its rows could name; restore/,
    ],
    ['empty', (folder) => truncate(`${folder}/${data}`), /data\.mdb: it does not begin/],
    [
      'in a file',
      (folder) => rm(`${folder}/store`, { recursive: true }).then(() => writeFile(`${folder}/store`, '')),
      /store in it: a part/,
    ],
    [
      'beside blobs that are a file',
      (folder) => rm(`${folder}/blobs`, { recursive: true }).then(() => writeFile(`${folder}/blobs`, '')),
      /blobs in it: a part/,
    ],
  ];
  it.each(damages)('says what to do about a store with blobs that is %s', async (_what, damage, message) => {
    await using used = await usedFolder();
    await mkdir(`${used.path}/blobs/${blob}`, { recursive: true });
    await damage(used.path);
    const checked = localStorage(used.path);
    await expect(checked).rejects.toThrow(message);
    await expect(checked).rejects.toThrow(
      /(restore the whole data folder from a backup, or name another one|mend that or name another folder) with --data$/,
    );
    await expect(checked).rejects.toMatchObject({ name: 'Fault', code: 'configuration' });
  });

  it.each([
    ['store', 0o500, /store in it: this user may not write there \(EACCES\); run this as the user that it belongs to/],
    [data, 0o000, /data\.mdb in it: this user may not read and write there \(EACCES\)/],
    [data, 0o400, /data\.mdb in it: this user may not read and write there \(EACCES\)/],
    [lock, 0o000, /lock\.mdb in it has an owner or a mode that keeps this user out/],
    [lock, 0o400, /lock\.mdb in it has an owner or a mode that keeps this user out/],
  ])('says so when %s has mode %o', async (name, mode, message) => {
    await using used = await usedFolder();
    for (const each of ['', 'store', data, lock]) await giveToNobody(`${used.path}/${each}`);
    await asNobody(() => checkStore(used.path));
    await chmod(`${used.path}/${name}`, mode);
    await asNobody(() => expect(checkStore(used.path)).rejects.toThrow(message));
  });

  it('takes what is no regular file for no empty one', async () => {
    await using used = await usedFolder();
    await rm(`${used.path}/${data}`);
    await symlink('/dev/null', `${used.path}/${data}`);
    expect(await isUnused(used.path)).toBe(false);
    await expect(checkStore(used.path)).rejects.toThrow(/cannot open the store .*data\.mdb: it is no regular file; restore/);
  });

  it('says so when its files are those of another user', async () => {
    await using used = await usedFolder();
    for (const each of ['', 'store', data]) await giveToNobody(`${used.path}/${each}`);
    if (process.geteuid?.() === 0)
      await asNobody(() => expect(checkStore(used.path)).rejects.toThrow(/lock\.mdb in it has an owner or a mode/));
  });
});
