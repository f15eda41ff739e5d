import { close, constants, fdatasync, fsync, ftruncate, mkdir, open, read, readdir, unlink, write } from 'node:fs';
import { promisify } from 'node:util';

/** An open file: the system's own number, which nothing closes but `close`. */
export type FileDescriptor = number;

/** What the blob store asks of a file system, and no more: a test can put a layer of its own in its place. Errors carry the system's `code`. */
export interface FileLayer {
  /** Makes a file for writing; `EEXIST` when there is one. */
  create(path: string): Promise<FileDescriptor>;
  /** Opens a file for reading; `ENOENT` when there is none. */
  openForReading(path: string): Promise<FileDescriptor>;
  /**
   * Opens a file for writes past the page cache: memory, position and length must be multiples of 4096.
   * Absent where the platform has no such writes; `EINVAL`, here or in `write`, where the file system has none.
   */
  readonly openDirect?: (path: string) => Promise<FileDescriptor>;
  /** Writes the start of `bytes` at `position` and gives how many bytes; fewer than all is no error. */
  write(file: FileDescriptor, bytes: Uint8Array, position: number): Promise<number>;
  /** Reads at `position` into the start of `into` and gives how many bytes; 0 at the end. */
  read(file: FileDescriptor, into: Uint8Array, position: number): Promise<number>;
  truncate(file: FileDescriptor, size: number): Promise<void>;
  /** Makes the file's bytes and size durable, through whichever descriptor they were written. */
  sync(file: FileDescriptor): Promise<void>;
  close(file: FileDescriptor): Promise<void>;
  /** Removes a file; `ENOENT` when there is none. */
  remove(path: string): Promise<void>;
  /** Makes a folder and those above it; gives the topmost one that was not there before. */
  makeFolder(path: string): Promise<string | undefined>;
  /** Names of what is in a folder; `ENOENT` when there is none. */
  listFolder(path: string): Promise<string[]>;
  /** Makes names that came or went in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const flushFile = promisify(fsync);
const writeAt = promisify(write);
const readAt = promisify(read);
const makeFolders = promisify(mkdir);

/** The file system of this machine. */
export const nodeFiles: FileLayer = {
  create: (path) => openFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600),
  openForReading: (path) => openFile(path, constants.O_RDONLY),
  ...(constants.O_DIRECT > 0 && { openDirect: (path: string) => openFile(path, constants.O_WRONLY | constants.O_DIRECT) }),
  write: async (file, bytes, position) => (await writeAt(file, bytes, 0, bytes.length, position)).bytesWritten,
  read: async (file, into, position) => (await readAt(file, into, 0, into.length, position)).bytesRead,
  truncate: promisify(ftruncate),
  sync: promisify(fdatasync),
  close: closeFile,
  remove: promisify(unlink),
  makeFolder: (path) => makeFolders(path, { recursive: true, mode: 0o700 }),
  listFolder: (path) => promisify(readdir)(path),
  syncFolder,
};

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; NTFS writes names to its journal by itself.
  if (process.platform === 'win32') return;
  const folder = await openFile(path, constants.O_RDONLY);
  try {
    await flushFile(folder);
  } finally {
    await closeFile(folder);
  }
}
