import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@sse/core';
import { makeDurableFolder } from './durable-folder.ts';
import { errorCode } from './error-code.ts';
import { isDenied, pathTrouble } from './path-trouble.ts';

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

/** Makes the folder (for this user only) unless it is there; `Fault('configuration')` when it cannot be used. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeDurableFolder(folder);
    await probeFolder(folder);
  } catch (cause) {
    throw dataFolderFault(folder, pathTrouble(cause, 'write'), cause);
  }
}

/**
 * Resolves if something can be made in the folder; rejects as the system does.
 * Asking for permissions would be answered for the real user, not for the effective one, and knows nothing of sandboxes and quotas.
 */
export async function probeFolder(folder: string): Promise<void> {
  await rmdir(await mkdtemp(join(folder, '.probe-')));
}

/** The fault of a data folder that cannot be used for a reason that its owner can mend. */
export function dataFolderFault(folder: string, reason: string, cause?: unknown): Fault {
  const remedy = isDenied(cause) ? 'run this as the user that it belongs to,' : 'mend that';
  return new Fault('configuration', `cannot use ${folder} as data folder: ${reason}; ${remedy} or name another folder with --data`, {
    cause,
  });
}

/** Whether a server has begun to store in the folder; false when there is no folder. `Fault('configuration')` when it cannot be read. */
export async function holdsData(folder: string): Promise<boolean> {
  const { store, blobs } = dataFolderLayout(folder);
  const names = await readdir(folder).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return [];
    throw dataFolderFault(folder, pathTrouble(cause, 'read'), cause);
  });
  return names.some((name) => [store, blobs].includes(join(folder, name)));
}
