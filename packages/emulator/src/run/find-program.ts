import { access, constants, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode } from '../server/error-code.ts';

/** Where programs are looked for when no PATH says it (execvp(3)). */
const defaultPath = '/bin:/usr/bin';

/**
 * Why a program cannot be run, as execvp(3) would say it: `ENOENT`, `EACCES`; `undefined` where nothing speaks against it. A name without a slash is
 * looked for in the folders of `path`, another from `workingFolder`. On Windows, where names have endings that programs may leave out, it never knows.
 */
export async function programTrouble(
  program: string,
  path: string | undefined,
  workingFolder: string,
): Promise<'ENOENT' | 'EACCES' | undefined> {
  if (process.platform === 'win32') return undefined;
  if (program === '') return 'ENOENT';
  const folders = program.includes('/') ? [''] : (path ?? defaultPath).split(':');
  const troubles = await Promise.all(folders.map((folder) => fileTrouble(resolve(workingFolder, join(folder, program)))));
  if (troubles.includes(undefined)) return undefined;
  return troubles.includes('EACCES') ? 'EACCES' : 'ENOENT';
}

async function fileTrouble(file: string): Promise<'ENOENT' | 'EACCES' | undefined> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile() ? undefined : 'EACCES';
  } catch (error) {
    return errorCode(error) === 'EACCES' ? 'EACCES' : 'ENOENT';
  }
}
