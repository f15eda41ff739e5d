import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '../server/private-file.ts';

/** What Python programs load first, by which `certifi` names `roots`. */
export interface PythonPreload {
  /** Of a `sitecustomize` module. */
  readonly folder: string;
  /** Path of a file of certificates, PEM. */
  readonly roots: string;
}

const module = fileURLToPath(new URL('../../bin/run-python/sitecustomize.py', import.meta.url));

/** A copy of the module, which all may read, in `folder`, where Python may write what it compiles, which is to be gone after the run. */
export async function pythonPreload(folder: string, roots: string): Promise<PythonPreload> {
  const copied = join(folder, 'python');
  await mkdir(copied, { recursive: true });
  await chmod(copied, 0o755);
  await replaceFile(join(copied, 'sitecustomize.py'), await readFile(module));
  return { folder: copied, roots };
}
