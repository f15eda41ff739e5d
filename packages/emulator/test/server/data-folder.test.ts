import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/server/data-folder-lock.ts';
import { dataFolderLayout, holdsData, prepareDataFolder } from '../../src/server/data-folder.ts';
import { asNobody, giveToNobody } from './as-nobody.ts';
import { temporaryFolder } from './temporary-folder.ts';

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

  it.each(['/proc/no-such-process/data', '/proc/no-such-process/a/b/c'])(
    'is refused at once in %s, where nothing can be made',
    async (data) => {
      await expect(prepareDataFolder(data)).rejects.toThrow(
        /no folder can be made there \(ENOENT\); mend that or name another folder with --data/,
      );
    },
  );

  it('is there already for one of several that make it at once', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/a/b/data`;
    await Promise.all(Array.from({ length: 8 }, () => prepareDataFolder(data)));
    expect((await stat(data)).isDirectory()).toBe(true);
  });

  it('may lie in a folder that this user may enter but not read', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    await mkdir(data);
    await giveToNobody(data);
    await chmod(folder.path, 0o711);
    await asNobody(() => prepareDataFolder(data));
    await chmod(folder.path, 0o700);
  });

  it('is refused in a folder that this user may not write to', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    await mkdir(data);
    await chmod(folder.path, 0o555);
    await chmod(data, 0o555);
    await asNobody(async () => {
      await expect(prepareDataFolder(data)).rejects.toThrow(
        /cannot use .* as data folder: this user may not write there \(EACCES\); run this as the user that it belongs to, or name another/,
      );
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

describe('holdsData of a folder that cannot be read', () => {
  it('is a message for its owner', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/file`, '');
    await chmod(folder.path, 0o311);
    await asNobody(async () => {
      await expect(holdsData(folder.path)).rejects.toThrow(
        /this user may not read there \(EACCES\); run this as the user that it belongs to/,
      );
      await expect(holdsData(`${folder.path}/file`)).rejects.toThrow(/a part of the path is a file \(ENOTDIR\)/);
    });
    await chmod(folder.path, 0o700);
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

  it.each([
    ['its file is none', (file: string) => mkdir(file), /server\.lock cannot be opened; run this as the user that it belongs to/],
    ['its file is not its own', (file: string) => writeFile(file, 'something else'), /server\.lock was written by something else; remove/],
    [
      'its file may only be read',
      (file: string) => writeFile(file, '', { mode: 0o444 }),
      /server\.lock may only be read; make it writable/,
    ],
  ])('says so when %s', async (_what, make, message) => {
    await using folder = await temporaryFolder();
    await make(dataFolderLayout(folder.path).lock);
    await giveToNobody(dataFolderLayout(folder.path).lock);
    await chmod(folder.path, 0o777);
    await asNobody(async () => expect(() => lockDataFolder(folder.path)).toThrow(message));
  });

  it('leaves warnings as they were', async () => {
    await using folder = await temporaryFolder();
    const warned = new Promise((resolve) => process.once('warning', resolve));
    lockDataFolder(folder.path).release();
    process.emitWarning('still heard', 'TestWarning');
    await expect(warned).resolves.toMatchObject({ message: 'still heard' });
  });
});
