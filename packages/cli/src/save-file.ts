import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from './local-file.ts';

/** Where a file is to be saved. */
export interface SaveTarget {
  /** As the user names it. */
  readonly path: string;
  /** Behind symbolic links. */
  readonly real: string;
  /** Permissions of the file that is there; absent when there is none. */
  readonly mode: number | undefined;
  /** Whether there is something that is no file, such as a pipe or a device, and cannot be replaced. */
  readonly isSink: boolean;
}

/** Read, write and execute, of owner, group and others. */
const PERMISSIONS = 0o777;

/** Looks at what is there under a path. */
export async function saveTarget(path: string): Promise<SaveTarget> {
  const found = await stat(path).catch(() => undefined);
  const isSink = found !== undefined && !found.isFile() && !found.isDirectory();
  const real = await realpath(path).catch(() => path);
  return { path, real, mode: found?.isFile() === true ? found.mode & PERMISSIONS : undefined, isSink };
}

/**
 * Saves a stream as a file that is there whole or not at all: it is written under another name in the same folder, flushed to disk and
 * renamed when the stream has ended well. What is there is replaced, its permissions stay; what is no file is written to.
 * Rejects with the stream's own error, or `FileError`.
 */
export async function saveFile(target: SaveTarget, content: Readable): Promise<void> {
  await (target.isSink ? write(target.path, content, createWriteStream(target.path)) : replaceFile(target, content));
}

async function replaceFile(target: SaveTarget, content: Readable): Promise<void> {
  const { path, real, mode } = target;
  const unfinished = join(dirname(real), `.sse-${randomUUID()}.part`);
  const file = createWriteStream(unfinished, { flags: 'wx', flush: true, ...(mode === undefined ? {} : { mode }) });
  try {
    await write(path, content, file);
    await finish(unfinished, target);
  } catch (error) {
    // A file that is still being opened would come to be after its removal.
    if (!file.closed) await new Promise((resolve) => file.once('close', resolve));
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function finish(unfinished: string, { path, real, mode }: SaveTarget): Promise<void> {
  try {
    if (mode !== undefined) await chmod(unfinished, mode);
    await rename(unfinished, real);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

async function write(path: string, content: Readable, file: Writable): Promise<void> {
  // The one that fails takes the other with it, so only the first failure tells which it was.
  let failed: Readable | Writable | undefined;
  for (const stream of [content, file]) stream.once('error', () => (failed ??= stream));
  try {
    await pipeline(content, file);
  } catch (error) {
    throw failed === file ? fileError('write', path, error) : error;
  }
}
