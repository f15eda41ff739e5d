import { constants, type Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Fault } from '@sse/core';
import { dataFolderFault, dataFolderLayout, probeFolder } from './data-folder.ts';
import { errorCode } from './error-code.ts';
import { lmdbFileObjection } from './lmdb-file.ts';
import { pathTrouble } from './path-trouble.ts';

/** The files that LMDB keeps in its folder. */
const lmdbFiles = { data: 'data.mdb', lock: 'lock.mdb' } as const;

/**
 * Makes sure that the embedded storage of a data folder can be opened; `Fault('configuration')` says what is in the way and what to do.
 * LMDB itself ends the process with a signal where its files are damaged, cut off, closed to this user, or no files.
 */
export async function checkStore(dataFolder: string): Promise<void> {
  const { store, blobs } = dataFolderLayout(dataFolder);
  for (const folder of [store, blobs]) await checkFolder(dataFolder, folder);
  if (await isUnused(dataFolder)) return;
  await checkData(dataFolder, join(store, lmdbFiles.data));
  await checkLock(dataFolder, join(store, lmdbFiles.lock));
}

/**
 * Whether the folder never held a row: there is no environment, or one that LMDB was kept from beginning, and no blob that rows would name.
 * `Fault('configuration')` when that cannot be found out.
 */
export async function isUnused(dataFolder: string): Promise<boolean> {
  const { store, blobs } = dataFolderLayout(dataFolder);
  try {
    const data = await unlessAbsent(stat(join(store, lmdbFiles.data)), undefined);
    const names = await unlessAbsent(readdir(blobs), []);
    return (data === undefined || (data.isFile() && data.size === 0)) && !names.some((name) => /^[0-9a-f]{2}$/.test(name));
  } catch (cause) {
    throw dataFolderFault(dataFolder, pathTrouble(cause, 'read'), cause);
  }
}

/** A folder that is not there is made when it is needed. */
async function checkFolder(dataFolder: string, folder: string): Promise<void> {
  try {
    await unlessAbsent(probeFolder(folder), undefined);
  } catch (cause) {
    throw dataFolderFault(dataFolder, `${relative(dataFolder, folder)} in it: ${pathTrouble(cause, 'write')}`, cause);
  }
}

async function checkData(dataFolder: string, file: string): Promise<void> {
  // Without O_NONBLOCK, opening a named pipe would wait for the other end.
  const handle = await open(file, constants.O_RDWR | constants.O_NONBLOCK).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') throw storeFault(file, 'it is missing, though there are blobs that only its rows could name');
    throw dataFolderFault(dataFolder, `${relative(dataFolder, file)} in it: ${pathTrouble(cause, 'read and write')}`, cause);
  });
  try {
    const objection = (await handle.stat()).isFile() ? await lmdbFileObjection(handle) : 'it is no regular file';
    if (objection !== undefined) throw storeFault(file, objection);
  } finally {
    await handle.close();
  }
}

/** Not by opening it: closing it would let go the locks that this process may have on it. */
async function checkLock(dataFolder: string, file: string): Promise<void> {
  const state = await unlessAbsent(stat(file), undefined);
  if (state === undefined) return;
  const name = `${relative(dataFolder, file)} in it`;
  if (!state.isFile()) throw dataFolderFault(dataFolder, `${name} is no regular file`);
  if (!mayReadAndWrite(state, process.geteuid?.()))
    throw dataFolderFault(dataFolder, `${name} has an owner or a mode that keeps this user out`);
}

/** Whether modes let a user read and write; `user` is absent where the system has none. Groups count for everybody. */
function mayReadAndWrite({ mode, uid }: Pick<Stats, 'mode' | 'uid'>, user: number | undefined): boolean {
  if (user === undefined || user === 0) return true;
  return (user === uid ? [0o600] : [0o060, 0o006]).some((bits) => (mode & bits) === bits);
}

function storeFault(file: string, objection: string): Fault {
  return new Fault(
    'configuration',
    `cannot open the store ${file}: ${objection}; restore the whole data folder from a backup, or name another one with --data`,
  );
}

async function unlessAbsent<T, U>(asked: Promise<T>, absent: U): Promise<T | U> {
  try {
    return await asked;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return absent;
    throw error;
  }
}
