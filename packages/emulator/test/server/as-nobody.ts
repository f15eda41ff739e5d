import { chown } from 'node:fs/promises';

/** A user that owns nothing. */
const nobody = 65_534;

/** Does `action` as a user who is not root: for root, no file is closed. */
export async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

/** Gives a file or folder to the user that `asNobody` acts as. */
export async function giveToNobody(path: string): Promise<void> {
  if (process.geteuid?.() === 0) await chown(path, nobody, nobody);
}
