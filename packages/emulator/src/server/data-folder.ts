import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@sse/core';
import { makeDurableFolder } from './durable-folder.ts';
import { errorCode } from './error-code.ts';

/** The places inside a data folder. */
export interface DataFolderLayout {
  /** The LMDB environment. */
  readonly store: string;
  readonly blobs: string;
  /** An empty file that the running server keeps locked. */
  readonly lock: string;
}

export function dataFolderLayout(folder: string): DataFolderLayout {
  return { store: join(folder, 'store'), blobs: join(folder, 'blobs'), lock: join(folder, 'server.lock') };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
  ELOOP: 'its symbolic links go round in circles',
  ENAMETOOLONG: 'the path is too long',
};

/** Makes the folder (for this user only) unless it is there; `Fault('configuration')` when it cannot be used. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeDurableFolder(folder);
    // Asking for permissions would be answered for the real user, not for the effective one, and knows nothing of sandboxes and quotas.
    await rmdir(await mkdtemp(join(folder, '.probe-')));
  } catch (cause) {
    const code = errorCode(cause);
    throw new Fault(
      'configuration',
      `cannot use ${folder} as data folder: ${reasons[code] ?? 'the system refused'} (${code}); mend that or name another folder with --data`,
      { cause },
    );
  }
}

/** Whether a server has stored anything in the folder; false when there is no folder. */
export async function holdsData(folder: string): Promise<boolean> {
  const { store, blobs } = dataFolderLayout(folder);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.some((name) => [store, blobs].includes(join(folder, name)));
}
