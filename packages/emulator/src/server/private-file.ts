import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from './durable-folder.ts';

/** Why a file must not be used, and what the operator can do with it. */
export interface FileObjection {
  readonly reason: string;
  readonly remedy?: string;
}

/** What speaks against keeping a secret in a file in this state; `user` is the process's, absent where the system has none (then owner and mode mean nothing). */
export function objectionToPrivacy(
  file: string,
  state: Pick<Stats, 'isFile' | 'uid' | 'mode'>,
  user: number | undefined,
): FileObjection | undefined {
  const mode = state.mode & 0o777;
  if (!state.isFile()) return { reason: 'it is not a regular file' };
  if (user !== undefined && state.uid !== user) {
    const reason = `it belongs to user ${state.uid}, not to the user of this process (${user})`;
    return { reason, remedy: `run this as user ${state.uid}, or hand the file over: chown ${user} ${file}` };
  }
  if (user !== undefined && (mode & ~0o600) !== 0)
    return { reason: `its mode is ${octal(mode)}, wider than 0600`, remedy: `run: chmod 600 ${file}` };
  if (user !== undefined && (mode & 0o400) === 0)
    return { reason: `its mode is ${octal(mode)}, which keeps its owner from reading it`, remedy: `run: chmod 600 ${file}` };
  return undefined;
}

/**
 * Makes a file of mode 0600 in a folder that is there, durable when it resolves; rejects with `EEXIST` rather than replace one.
 * A crash leaves either the whole file or none under its name.
 */
export async function createPrivateFile(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryBeside(file);
  await writeDurably(temporary, bytes, 0o600);
  try {
    // A link fails where a rename would replace what another process has just made.
    await link(temporary, file);
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(file));
}

/** Makes or replaces a file that others may read; whoever reads it meanwhile sees the old one or the new one, whole. */
export async function replaceFile(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    await writeDurably(temporary, bytes, 0o644);
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

function temporaryBeside(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(8).toString('hex')}`);
}

async function writeDurably(file: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
