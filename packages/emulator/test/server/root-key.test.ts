import { chmod, link, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { dataFolderLayout } from '../../src/server/data-folder.ts';
import { createRootKey, readRootKey } from '../../src/server/root-key-file.ts';
import { existingRootKey, explainRootKey, rootKeyOf } from '../../src/server/root-key.ts';
import { asNobody, giveToNobody } from './as-nobody.ts';
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
    await expect(rootKeyOf(place)).rejects.toThrow(
      /root\.key is missing, and nothing else opens what .*data holds; restore it from a backup/,
    );
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

describe('a file that holds no key', () => {
  const bad: readonly (readonly [string, (file: string) => Promise<unknown>])[] = [
    ['of the wrong length', (file) => writeFile(file, new Uint8Array(31), { mode: 0o600 })],
    ['of equal bytes', (file) => writeFile(file, new Uint8Array(32), { mode: 0o600 })],
    ['that is a folder', (file) => mkdir(file)],
  ];
  it.each(bad)('%s may go where nothing is stored, and has to be restored where something is', async (_what, make) => {
    await using folder = await temporaryFolder();
    const place = places(folder.path);
    await make(place.rootKeyFile);
    await expect(rootKeyOf(place)).rejects.toThrow(/; move it away, and the server makes a new one$/);
    await mkdir(dataFolderLayout(place.dataFolder).store, { recursive: true });
    await expect(rootKeyOf(place)).rejects.toThrow(
      /; restore it from a backup, or name the right file with --root-key: a new key would not open what .*data holds$/,
    );
  });
});

describe('explainRootKey', () => {
  it('says what to do when the key is not the folder’s, and leaves other errors alone', () => {
    const other = new Error('other');
    expect(explainRootKey(other, places('/f'))).toBe(other);
    expect(explainRootKey(new Fault('not-authentic', 'the keyring does not open'), places('/f'))).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /\/f\/root\.key does not open the data folder \/f\/data: .* name the right file with --root-key, or restore both/,
      ),
    });
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
    await expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(/its mode is 0\d{3}, wider than 0600; run: chmod 600 .*root\.key$/);
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

  it('says who may read a file that this user may not', async () => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key);
    await chmod(folder.path, 0o755);
    const root = process.geteuid?.() === 0;
    await asNobody(() =>
      root
        ? expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(
            /it belongs to user 0, not to the user of this process \(65534\); run this as/,
          )
        : expect(readRootKey(rootKeyFile, dataFolder)).resolves.toEqual(Buffer.from(key)),
    );
    await giveToNobody(rootKeyFile);
    await chmod(rootKeyFile, 0o000);
    await asNobody(() =>
      expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(/which keeps its owner from reading it; run: chmod 600/),
    );
    await chmod(folder.path, 0o600);
    await asNobody(() =>
      expect(readRootKey(rootKeyFile, dataFolder)).rejects.toThrow(
        /this user may not read there \(EACCES\); run this as the user that it belongs to/,
      ),
    );
    await chmod(folder.path, 0o700);
  });

  it('refuses a path that leads through a file', async () => {
    await using folder = await temporaryFolder();
    const { rootKeyFile, dataFolder } = await write(folder.path, key);
    await expect(readRootKey(`${rootKeyFile}/root.key`, dataFolder)).rejects.toThrow(
      /a part of the path is a file \(ENOTDIR\); mend that, or name/,
    );
    await expect(createRootKey('/proc/no-such-process/a/root.key', dataFolder)).rejects.toThrow(
      /cannot make the root key file .*: no folder can be made there \(ENOENT\); mend that or name another place with --root-key/,
    );
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
