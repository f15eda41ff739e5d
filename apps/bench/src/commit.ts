import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that a checkout is at, with `-dirty` when files differ from it; `unknown` where git has no answer. */
export async function commitOf(checkout: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', checkout, 'describe', '--always', '--dirty', '--abbrev=7', '--exclude=*']);
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}
