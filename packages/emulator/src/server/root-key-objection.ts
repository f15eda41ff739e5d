import type { Stats } from 'node:fs';

/** Length of a root key in bytes; its file holds nothing else. */
export const rootKeyLength = 32;

/** Why a file must not be used as root key. */
export interface RootKeyObjection {
  readonly reason: string;
  /** What the operator can do with the file; absent where it holds no key, so that only another one helps. */
  readonly remedy?: string;
}

/** What speaks against a file in this state; `user` is the process's, absent where the system has none (then owner and mode mean nothing). */
export function objectionToState(
  file: string,
  state: Pick<Stats, 'isFile' | 'uid' | 'mode' | 'size'>,
  user: number | undefined,
): RootKeyObjection | undefined {
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
  return objectionToLength(state.size);
}

/** What speaks against the bytes of a file. */
export function objectionToBytes(key: Uint8Array): RootKeyObjection | undefined {
  const equal = key.every((byte) => byte === key[0]);
  return objectionToLength(key.length) ?? (equal ? { reason: 'all its bytes are equal, a root key is random' } : undefined);
}

function objectionToLength(length: number): RootKeyObjection | undefined {
  return length === rootKeyLength ? undefined : { reason: `it has ${length} bytes, a root key has exactly ${rootKeyLength}` };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
