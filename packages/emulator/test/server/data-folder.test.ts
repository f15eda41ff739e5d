import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/server/data-folder-lock.ts';
import { dataFolderLayout, holdsData, prepareDataFolder } from '../../src/server/data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Does `action` as a user who is not root: for root, no folder is unwritable. */
async function asNobody(action: () => Promise<void>): Promise<void> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    await action();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe('prepareDataFolder', () => {
  it('makes the folder for this user only', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/a/data`;
    await prepareDataFolder(data);
    await prepareDataFolder(data);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it('is refused where a file is in the way', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/file`, '');
    await expect(prepareDataFolder(`${folder.path}/file/data`)).rejects.toThrow(/a part of the path is a file \(ENOTDIR\).*--data/);
    await expect(prepareDataFolder(`${folder.path}/file`)).rejects.toThrow(/it is a file \(EEXIST\)/);
  });

  it('is refused in a folder that this user may not write to', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    await mkdir(data);
    await chmod(folder.path, 0o555);
    await chmod(data, 0o555);
    await asNobody(async () => {
      await expect(prepareDataFolder(data)).rejects.toThrow(/cannot use .* as data folder: this user may not write there \(EACCES\)/);
      await expect(prepareDataFolder(`${folder.path}/new`)).rejects.toThrow(/may not write there \(EACCES\)/);
    });
    await chmod(folder.path, 0o700);
  });
});

describe('holdsData', () => {
  it('sees store and blobs, and nothing in a folder that is only locked or absent', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    expect(await holdsData(data)).toBe(false);
    await prepareDataFolder(data);
    lockDataFolder(data).release();
    expect(await holdsData(data)).toBe(false);
    await mkdir(dataFolderLayout(data).blobs);
    expect(await holdsData(data)).toBe(true);
  });
});

describe('lockDataFolder', () => {
  it('lets one hold it at a time', async () => {
    await using folder = await temporaryFolder();
    const lock = lockDataFolder(folder.path);
    expect(() => lockDataFolder(folder.path)).toThrow(/another server uses the data folder/);
    lock.release();
    lockDataFolder(folder.path).release();
  });

  it('says so when nothing can be locked there', () => {
    expect(() => lockDataFolder('/proc/no-such-folder')).toThrow(/cannot lock the data folder/);
  });

  it('leaves warnings as they were', async () => {
    await using folder = await temporaryFolder();
    const warned = new Promise((resolve) => process.once('warning', resolve));
    lockDataFolder(folder.path).release();
    process.emitWarning('still heard', 'TestWarning');
    await expect(warned).resolves.toMatchObject({ message: 'still heard' });
  });
});
