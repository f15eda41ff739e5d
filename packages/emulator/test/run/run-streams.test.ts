import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { expectNothingLeft, modes, quoted, reportOnly, runLine, startCommand } from '../support/run-process.ts';

describe.skipIf(process.platform !== 'linux').each(modes.map((mode) => ({ mode })))('the streams of sse-emulator run $mode', ({ mode }) => {
  const line = (script: string): string => runLine([...mode, '--', 'sh', '-c', script]);

  it('are the program’s: bytes of any number and value go through both, also past a reader that waits', async () => {
    await using folder = await temporaryFolder();
    const [bytes, file] = [randomBytes(24 * 1024 * 1024), `${folder.path}/bytes`];
    await writeFile(file, bytes);
    const { ended } = startCommand(folder, ['sh', '-c', `cat ${file} | ${line('cat')} | { sleep 2; cat; }`]);
    const { out, error } = await ended;
    expect({ size: out.length, digest: digest(out) }).toEqual({ size: bytes.length, digest: digest(bytes) });
    expect(error).toMatch(reportOnly);
    await expectNothingLeft(folder, ['bytes']);
  });

  it.each([
    ['writes on when nobody reads', 'yes', 141],
    ['takes that for an error', `trap '' PIPE; yes 2>/dev/null; exit 9`, 9],
  ])('end a program that %s by its own lights', async (_what, script, code) => {
    await using folder = await temporaryFolder();
    const { ended } = startCommand(folder, ['sh', '-c', `{ ${line(script)}; echo "ended with $?" >&2; } | head -n 1`]);
    const { out, error } = await ended;
    expect({ out: out.toString(), error: error.split('\n').slice(1) }).toEqual({ out: 'y\n', error: [`ended with ${code}`, ''] });
    await expectNothingLeft(folder);
  });

  it.each(['<&- >&- 2>&-', '>/dev/full 2>/dev/full', '2>&1 | true'])('may be closed: %s', async (closed) => {
    await using folder = await temporaryFolder();
    const script = `{ ${line('exit 7')}; echo $? >${quoted(`${folder.path}/code`)}; } ${closed}; cat ${quoted(`${folder.path}/code`)}`;
    const { out } = await startCommand(folder, ['sh', '-c', script]).ended;
    expect(out.toString().split('\n').at(-2)).toBe('7');
    await expectNothingLeft(folder, ['code']);
  });

  it('carry nothing but the program’s on standard output', async () => {
    await using folder = await temporaryFolder();
    const { child, ended } = startCommand(folder, ['sh', '-c', line('cat; printf error >&2')]);
    child.stdin?.end('typed');
    expect(await ended).toMatchObject({
      code: 0,
      out: Buffer.from('typed'),
      error: expect.stringMatching(/^errorsse-emulator run: [^\n]*\n$/),
    });
  });
});

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
