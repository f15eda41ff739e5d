import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The temporary folders of a run. */
export interface RunFolders {
  /** For what only this user reads: data and keys. */
  readonly own: string;
  /** For what programs read, those of other users too, as which a program may go on that root has started: nothing in it is secret. */
  readonly shared: string;
}

/** Makes both, empty. */
export async function makeRunFolders(): Promise<RunFolders> {
  const own = await mkdtemp(join(tmpdir(), 'sse-emulator-run-'));
  try {
    const shared = await mkdtemp(join(tmpdir(), 'sse-emulator-trust-'));
    await chmod(shared, 0o755);
    return { own, shared };
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    throw error;
  }
}
