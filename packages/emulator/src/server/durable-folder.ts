import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { foldersAbove } from '../adapters/folders-above.ts';
import { errorCode } from './error-code.ts';

/** Makes a folder, and those above it that are missing, for this user only; durable when it resolves. One that is there is no error. */
export async function makeDurableFolder(folder: string): Promise<void> {
  const topmost = await makeFolder(resolve(folder));
  // A folder that is there may have been made a moment before a crash: its name is flushed all the same.
  for (const above of foldersAbove(folder, topmost)) await syncFolder(above).catch(unlessClosedToUs);
}

/** A folder that we may not read is none that we made: who put ours into it answers for its name. */
function unlessClosedToUs(error: unknown): void {
  if (errorCode(error) !== 'EACCES') throw error;
}

/**
 * Makes a folder; resolves to the topmost one that was missing, `undefined` when none was.
 * Not by mkdir's `recursive`, which never ends where a file system says ENOENT to a name in a folder that is there, as /proc does.
 */
async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return await makeOne(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
  }
  const topmost = await makeFolder(dirname(folder));
  const made = await makeOne(folder);
  return topmost ?? made;
}

/** Makes a folder in one that is there; resolves to it, or to `undefined` when it was there. */
async function makeOne(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
    return undefined;
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
