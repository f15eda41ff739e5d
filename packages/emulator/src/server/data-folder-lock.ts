import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '@sse/core';
import { dataFolderLayout } from './data-folder.ts';

/** The right to be the one server of a data folder. Also ends with the process, however it dies. */
export interface DataFolderLock {
  release(): void;
}

/** SQLite's primary result code for a lock that another connection holds. */
const busy = 5;

/** Why else there is no lock, and what to do, by SQLite's primary result code. */
const refusals: Readonly<Record<number, string>> = {
  8: 'its file server.lock may only be read; make it writable (chmod 600)',
  10: 'its file system has no file locks; name another folder with --data',
  13: 'the disk is full; make room, or name another folder with --data',
  14: 'its file server.lock cannot be opened; run this as the user that it belongs to',
  26: 'its file server.lock was written by something else; remove that file while no server runs',
};

/**
 * Takes the folder's server lock; `Fault('configuration')` while another server has it.
 *
 * The lock is the kernel's byte-range lock on an empty file, reached through SQLite, the only part of Node that takes file locks:
 * it goes when its process goes, so it is never stale after `kill -9`; it counts between containers that share the folder, where a
 * Unix socket's name does not (and a socket file stays behind, and its path may have 107 bytes only). It costs less than a millisecond.
 * Within one process SQLite itself refuses the second taker. Nothing else here may open the file: closing any descriptor of it
 * would let the process's lock go.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  const Database = sqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new Database(dataFolderLayout(folder).lock, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    // On a file that may only be read, SQLite begins a transaction that excludes nobody, and refuses to write.
    database.exec('PRAGMA user_version = 1');
  } catch (cause) {
    database?.close();
    // The higher bits tell more than is said here.
    const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
    const message =
      code === busy
        ? `another server uses the data folder ${folder}; stop it, or name another folder with --data (more processes for one server: --workers)`
        : `cannot lock the data folder ${folder}: ${refusals[code] ?? `SQLite says ${code}; name another folder with --data`}`;
    throw new Fault('configuration', message, { cause });
  }
  return { release: () => database.close() };
}

/** Node 22 and 24 call the module experimental on standard error when it is loaded; what is used of it has not changed since it exists. */
function sqlite(): typeof DatabaseSync {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite').DatabaseSync;
  } finally {
    process.emitWarning = emitWarning;
  }
}
