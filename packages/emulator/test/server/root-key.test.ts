import { chmod, link, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolderLayout } from '../../src/server/data-folder.ts';
import { createRootKey, readRootKey, rootKeyObjection } from '../../src/server/root-key-file.ts';
import { existingRootKey, rootKeyOf } from '../../src/server/root-key.ts';
import { temporaryFolder } from './temporary-folder.ts';

const places = (folder: string) => ({ rootKeyFile: join(folder, 'root.key'), dataFolder: join(folder, 'data') });
const key = Uint8Array.from({ length: 32 }, (_, index) => index);

async function write(folder: string, bytes: Uint8Array, mode = 0o600): Promise<ReturnType<typeof places>> {
  const place = places(folder);
  await writeFile(place.rootKeyFile, bytes);
  await chmod(place.rootKeyFile, mode);
  return place;
}

describe('rootKeyOf', () => {
  it('makes a random key of 32 bytes with mode 0600 at first and reads it from then on', async () => {
    await using folder = await temporaryFolder();
    const place = places(folder.path);
    const first = await rootKeyOf(place);
    expect(first.created).toBe(true);
    expect(await readFile(place.rootKeyFile)).toEqual(Buffer.from(first.rootKey));
    expect(first.rootKey.length).toBe(32);
    expect((await stat(place.rootKeyFile)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['root.key']);
    expect(await rootKeyOf(place)).toEqual({ rootKey: first.rootKey, created: false });
    await using other = await temporaryFolder();
    expect((await rootKeyOf(places(other.path))).rootKey).not.toEqual(first.rootKey);
  });

  it('makes the folders of the key', async () => {
    await using folder = await temporaryFolder();
    const place = { ...places(folder.path), rootKeyFile: join(folder.path, 'a/b/root.key') };
    const { rootKey } = await rootKeyOf(place);
    expect(await existingRootKey(place)).toEqual(rootKey);
  });

  it('is refused when the file is gone but the data is there', async () => {
    await using folder = await temporaryFolder();
    const place = places(folder.path);
    await rootKeyOf(place);
    await mkdir(dataFolderLayout(place.dataFolder).store, { recursive: true });
    await rename(place.rootKeyFile, `${place.rootKeyFile}.away`);
    await expect(rootKeyOf(place)).rejects.toThrow(/root\.key is missing, and nothing else opens what .*data holds; put it back/);
    await rename(`${place.rootKeyFile}.away`, place.rootKeyFile);
    expect((await rootKeyOf(place)).created).toBe(false);
  });
});

describe('createRootKey', () => {
  it('never replaces a file and leaves nothing else behind', async () => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key);
    await expect(createRootKey(rootKeyFile, dataFolder)).rejects.toThrow(/cannot make the root key file .*EEXIST/);
    expect(await readFile(rootKeyFile)).toEqual(Buffer.from(key));
    expect(await readdir(folder.path)).toEqual(['root.key']);
  });

  it('is refused inside the data folder, also in a folder that it would make, also by way of a link', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder } = places(folder.path);
    await mkdir(dataFolder);
    await symlink(dataFolder, join(folder.path, 'elsewhere'));
    for (const file of ['data/root.key', 'data/deep/root.key', 'elsewhere/root.key', 'elsewhere/deeper/root.key']) {
      await expect(createRootKey(join(folder.path, file), dataFolder)).rejects.toThrow(/inside the data folder/);
    }
    expect(await createRootKey(join(folder.path, 'database.key'), dataFolder)).toHaveLength(32);
  });
});

describe('readRootKey', () => {
  it('takes a file that only its owner can read', async () => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key, 0o400);
    expect(await readRootKey(rootKeyFile, dataFolder)).toEqual(Buffer.from(key));
  });

  it.each([0o640, 0o604, 0o660, 0o700, 0o601])('refuses mode %o', async (mode) => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key, mode);
    await expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(/its mode is 0\d{3}, wider than 0600; run: chmod 600/);
  });

  it.each([0, 31, 33, 64])('refuses %i bytes', async (length) => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, new Uint8Array(length).fill(7));
    await expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(`it has ${length} bytes, a root key has exactly 32`);
  });

  it.each([0, 255])('refuses 32 bytes of %i', async (byte) => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, new Uint8Array(32).fill(byte));
    await expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(/all its bytes are equal/);
  });

  it('refuses a symbolic link, a folder, and a file inside the data folder', async () => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key);
    await symlink(rootKeyFile, join(folder.path, 'link.key'));
    await expect(readRootKey(join(folder.path, 'link.key'), dataFolder)).rejects.toThrow(/symbolic link/);
    await mkdir(join(folder.path, 'folder.key'), { mode: 0o600 });
    await expect(readRootKey(join(folder.path, 'folder.key'), dataFolder)).rejects.toThrow(/not a regular file/);
    await mkdir(dataFolder);
    await link(rootKeyFile, join(dataFolder, 'root.key'));
    await expect(readRootKey(join(dataFolder, 'root.key'), dataFolder)).rejects.toThrow(/inside the data folder/);
  });
});

describe('rootKeyObjection', () => {
  const state = { isFile: () => true, uid: 1000, mode: 0o100600, size: 32 };
  it('is none to a file of this user', () => expect(rootKeyObjection(state, 1000)).toBeUndefined());
  it('is the owner when that is another user, root included', () => {
    expect(rootKeyObjection(state, 1001)).toBe('it belongs to user 1000, not to the user of this process (1001)');
    expect(rootKeyObjection(state, 0)).toMatch(/belongs to user 1000/);
  });
  it('asks for neither owner nor mode where the system has none', () => {
    expect(rootKeyObjection({ ...state, mode: 0o100666 }, undefined)).toBeUndefined();
  });
});
