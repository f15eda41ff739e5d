import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { link, open, realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Fault } from '@sse/core';
import { makeDurableFolder, syncFolder } from './durable-folder.ts';
import { errorCode } from './error-code.ts';

/** Length of a root key in bytes; the file holds nothing else. */
export const rootKeyLength = 32;

/**
 * Reads the root key (envelope.md §6): 32 bytes, or `undefined` when there is no such file.
 * `Fault('configuration')` when the file could have been read, replaced or made by others, or is no key.
 */
export async function readRootKey(file: string, dataFolder: string): Promise<Uint8Array | undefined> {
  await refuseInside(file, dataFolder);
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined;
    if (errorCode(cause) === 'ELOOP') throw refusal(file, 'it is a symbolic link; name the file itself', cause);
    throw refusal(file, `it cannot be read (${errorCode(cause)})`, cause);
  });
  if (handle === undefined) return undefined;
  try {
    const objection = rootKeyObjection(await handle.stat(), process.geteuid?.());
    if (objection !== undefined) throw refusal(file, objection);
    const key = await handle.readFile();
    if (key.length !== rootKeyLength) throw refusal(file, `it has ${key.length} bytes, a root key has exactly ${rootKeyLength}`);
    if (key.every((byte) => byte === key[0])) throw refusal(file, 'all its bytes are equal; a root key is random');
    return key;
  } finally {
    await handle.close();
  }
}

/** Why a file with this state must not hold a root key; `user` is the process's, absent where the system has none (then modes mean nothing). */
export function rootKeyObjection(state: Pick<Stats, 'isFile' | 'uid' | 'mode' | 'size'>, user: number | undefined): string | undefined {
  if (!state.isFile()) return 'it is not a regular file';
  if (user !== undefined && state.uid !== user) return `it belongs to user ${state.uid}, not to the user of this process (${user})`;
  const mode = state.mode & 0o777;
  if (user !== undefined && (mode & ~0o600) !== 0) return `its mode is ${octal(mode)}, wider than 0600; run: chmod 600 <file>`;
  if (state.size !== rootKeyLength) return `it has ${state.size} bytes, a root key has exactly ${rootKeyLength}`;
  return undefined;
}

/**
 * Makes a root key file, durable when it resolves, and gives the key; never replaces a file (`Fault('configuration')`).
 * A crash leaves either the whole file or none under its name.
 */
export async function createRootKey(file: string, dataFolder: string): Promise<Uint8Array> {
  const folder = dirname(file);
  const key = randomBytes(rootKeyLength);
  const temporary = join(folder, `.${basename(file)}.${randomBytes(8).toString('hex')}`);
  try {
    await makeDurableFolder(folder);
    await refuseInside(file, dataFolder);
    await writeDurably(temporary, key);
    try {
      // A link fails where a rename would replace a key that another process has just made.
      await link(temporary, file);
    } finally {
      await unlink(temporary);
    }
    await syncFolder(folder);
    return key;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('configuration', `cannot make the root key file ${file} (${errorCode(cause)}); name another place with --root-key`, {
      cause,
    });
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A key that lies with what it locks is copied with it. */
async function refuseInside(file: string, dataFolder: string): Promise<void> {
  const way = relative(await real(dataFolder), await real(dirname(file)));
  if (way === '' || (way !== '..' && !way.startsWith(`..${sep}`))) {
    throw refusal(
      file,
      `it is inside the data folder ${dataFolder}, so that every copy of the data would hold the key too; keep it elsewhere`,
    );
  }
}

/** The path without symbolic links; unchanged where nothing is there yet. */
async function real(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function refusal(file: string, reason: string, cause?: unknown): Fault {
  return new Fault('configuration', `cannot use the root key file ${file}: ${reason}`, { cause });
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
