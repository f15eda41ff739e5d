import { errorCode } from './error-code.ts';

const troubles: Readonly<Record<string, string>> = {
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is full",
  EIO: 'the disk does not answer as it should',
  ELOOP: 'its symbolic links go round in circles',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
};

/** In words, with the system's code, why a path could not be used; `doing` is what this user may not do there if that is the reason. */
export function pathTrouble(error: unknown, doing: 'read' | 'write' | 'read and write'): string {
  const code = errorCode(error);
  const denied = isDenied(error) ? `this user may not ${doing} there` : undefined;
  const absent = doing === 'write' ? 'no folder can be made there' : 'there is nothing of that name';
  return `${denied ?? (code === 'ENOENT' ? absent : troubles[code]) ?? 'the system refused'} (${code})`;
}

/** Whether another user might have been let in. */
export function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errorCode(error));
}
