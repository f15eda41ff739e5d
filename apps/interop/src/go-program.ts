import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from './run-program.ts';

export interface GoModule {
  /** Folder of the module; the program is built into its `.build`, which is kept from run to run. */
  readonly module: string;
  readonly signal: AbortSignal;
}

const run = promisify(execFile);

/** Builds a module whose `go.mod` and `go.sum` pin all that it needs. Rejects with what Go says, or with what is missing. */
export async function goProgram({ module, signal }: GoModule): Promise<Program> {
  const name = basename(module);
  await run('go', ['version'], { signal }).catch((cause: unknown) => {
    throw new Error(`${name} needs go (1.24 or newer) on the PATH`, { cause });
  });
  const program = join(module, '.build', name);
  const environment = { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' };
  await run('go', ['build', '-o', program, '.'], { cwd: module, env: environment, signal });
  return { command: program, args: [] };
}
