import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const run = promisify(execFile);
const bin = fileURLToPath(new URL('../bin/sse.js', import.meta.url));
/** A module that makes Node say that it is another version. */
const pretending = (version: string): string =>
  `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${version}"}})`;
const needed = manifest.engines.node.replace('>=', '');

describe('the published bin', () => {
  it.each(['20.20.2', '22.17.1'])('says on Node %s in one line what it needs', async (version) => {
    await expect(run(process.execPath, ['--import', pretending(version), bin, '--help'])).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^sse: expected Node ${needed} or later, got ${version} [^\\n]*; install a newer one[^\\n]*\\n$`),
      ),
    });
  });

  it.each([needed, '23.0.0'])('goes on to the program on Node %s', async (version) => {
    const outcome = await run(process.execPath, ['--import', pretending(version), bin, '--help']).catch((error: unknown) => error);
    expect(outcome).not.toMatchObject({ stderr: expect.stringContaining('expected Node') });
  });
});
