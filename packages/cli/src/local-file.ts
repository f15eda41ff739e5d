import { stat } from 'node:fs/promises';
import { printable } from './printable.ts';

/** A local file cannot be read or written; the message is one line. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** The error for something that went wrong with a file, with the system's code. */
export function fileError(doing: string, path: string, cause: unknown): FileError {
  const code = codeOf(cause);
  return new FileError(`cannot ${doing} ${printable(path)}${typeof code === 'string' ? ` (${code})` : ''}`, { cause });
}

/** The system's name for what went wrong, such as `ENOENT`; absent when an error has none. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}

/** Bytes of a file that is to be read. Throws `FileError` when it is not there or no file. */
export async function sizeOfFile(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError('read', path, error);
  });
  if (!found.isFile()) throw new FileError(`cannot read ${printable(path)}: expected a file`);
  return found.size;
}

/** Whether there is a folder at `path`. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
