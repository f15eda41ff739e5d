import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PythonEnvironment {
  /** File of pinned packages. */
  readonly requirements: string;
  /** Folder of the virtual environment; kept from run to run. */
  readonly environment: string;
  readonly signal: AbortSignal;
}

const run = promisify(execFile);

/**
 * The interpreter of a virtual environment that holds exactly the required packages; makes it when it is absent, unfinished, or was made
 * for other requirements or another Python. Rejects with a message that says what is missing.
 */
export async function pythonWith({ requirements, environment, signal }: PythonEnvironment): Promise<string> {
  const python = join(environment, 'bin', 'python');
  const stamp = join(environment, 'made-for');
  const { stdout: version } = await run('python3', ['--version'], { signal }).catch((cause: unknown) => {
    throw new Error('the clients for Python need python3 (3.10 or newer, with the venv module) on the PATH', { cause });
  });
  const wanted = `${version}${await readFile(requirements, 'utf8')}`;
  const found = await readFile(stamp, 'utf8').catch(() => undefined);
  if (found === wanted) return python;
  await rm(environment, { recursive: true, force: true });
  await mkdir(environment, { recursive: true });
  await run('python3', ['-m', 'venv', environment], { signal });
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], { signal });
  await writeFile(stamp, wanted);
  return python;
}
