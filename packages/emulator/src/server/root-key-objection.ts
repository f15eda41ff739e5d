import type { Stats } from 'node:fs';
import { objectionToPrivacy, type FileObjection } from './private-file.ts';

/** Length of a root key in bytes; its file holds nothing else. */
export const rootKeyLength = 32;

/** Why a file must not be used as root key; without a remedy it holds no key, so that only another one helps. */
export type RootKeyObjection = FileObjection;

/** What speaks against a file in this state; `user` is the process's, absent where the system has none (then owner and mode mean nothing). */
export function objectionToState(
  file: string,
  state: Pick<Stats, 'isFile' | 'uid' | 'mode' | 'size'>,
  user: number | undefined,
): RootKeyObjection | undefined {
  return objectionToPrivacy(file, state, user) ?? objectionToLength(state.size);
}

/** What speaks against the bytes of a file. */
export function objectionToBytes(key: Uint8Array): RootKeyObjection | undefined {
  const equal = key.every((byte) => byte === key[0]);
  return objectionToLength(key.length) ?? (equal ? { reason: 'all its bytes are equal, a root key is random' } : undefined);
}

function objectionToLength(length: number): RootKeyObjection | undefined {
  return length === rootKeyLength ? undefined : { reason: `it has ${length} bytes, a root key has exactly ${rootKeyLength}` };
}
