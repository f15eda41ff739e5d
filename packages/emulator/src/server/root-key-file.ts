import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { Fault } from '@sse/core';
import { holdsData } from './data-folder.ts';
import { makeDurableFolder } from './durable-folder.ts';
import { errorCode } from './error-code.ts';
import { isDenied, pathTrouble } from './path-trouble.ts';
import { createPrivateFile } from './private-file.ts';
import { objectionToBytes, objectionToState, rootKeyLength, type RootKeyObjection } from './root-key-objection.ts';

/**
 * Reads the root key (envelope.md §6): 32 bytes, or `undefined` when there is no such file.
 * `Fault('configuration')` when the file could have been read, replaced or made by others, or is no key.
 */
export async function readRootKey(file: string, dataFolder: string): Promise<Uint8Array | undefined> {
  await refuseInside(file, dataFolder);
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const objection = objectionToState(file, await handle.stat(), process.geteuid?.());
      if (objection !== undefined) throw await refusal(file, dataFolder, objection);
      const key = await handle.readFile();
      const flaw = objectionToBytes(key);
      if (flaw !== undefined) throw await refusal(file, dataFolder, flaw);
      return key;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw await refusal(file, dataFolder, await objectionToError(file, cause), cause);
  }
}

/** What speaks against a file that could not be opened or read. */
async function objectionToError(file: string, error: unknown): Promise<RootKeyObjection> {
  if (errorCode(error) === 'ELOOP') return { reason: 'it is a symbolic link', remedy: 'name the file itself with --root-key' };
  const reason = pathTrouble(error, 'read');
  if (!isDenied(error)) return { reason, remedy: 'mend that, or name another file with --root-key' };
  const state = await lstat(file).catch(() => undefined);
  const objection = state && objectionToState(file, state, process.geteuid?.());
  return objection ?? { reason, remedy: 'run this as the user that it belongs to' };
}

async function refusal(file: string, dataFolder: string, { reason, remedy }: RootKeyObjection, cause?: unknown): Promise<Fault> {
  const another = (await holdsData(dataFolder))
    ? `restore it from a backup, or name the right file with --root-key: a new key would not open what ${dataFolder} holds`
    : 'move it away, and the server makes a new one';
  return new Fault('configuration', `cannot use the root key file ${file}: ${reason}; ${remedy ?? another}`, { cause });
}

/**
 * Makes a root key file, durable when it resolves, and gives the key; never replaces a file (`Fault('configuration')`).
 * A crash leaves either the whole file or none under its name.
 */
export async function createRootKey(file: string, dataFolder: string): Promise<Uint8Array> {
  const folder = dirname(file);
  const key = randomBytes(rootKeyLength);
  try {
    await makeDurableFolder(folder);
    await refuseInside(file, dataFolder);
    await createPrivateFile(file, key);
    return key;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const trouble =
      errorCode(cause) === 'EEXIST'
        ? 'another process has just made it (EEXIST); start again,'
        : `${pathTrouble(cause, 'write')}; mend that`;
    throw new Fault('configuration', `cannot make the root key file ${file}: ${trouble} or name another place with --root-key`, { cause });
  }
}

/** A key that lies with what it locks is copied with it. */
async function refuseInside(file: string, dataFolder: string): Promise<void> {
  const way = relative(await real(dataFolder), await real(dirname(file)));
  if (way === '' || (way !== '..' && !way.startsWith(`..${sep}`))) {
    throw await refusal(file, dataFolder, {
      reason: `it is inside the data folder ${dataFolder}, so that every copy of the data would hold the key too`,
      remedy: 'keep it elsewhere, and name it with --root-key',
    });
  }
}

/** The path without symbolic links; unchanged where nothing is there yet. */
async function real(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
