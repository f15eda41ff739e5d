import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../src/tls/open-authority.ts';
import { asNobody } from '../server/as-nobody.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('make-authority.ts', import.meta.url));
const domains = ['localhost'];

/** Permission bits of the key file in `folder`, and of its folder. */
async function modes(folder: string): Promise<readonly number[]> {
  return Promise.all([join(folder, 'authority.key'), folder].map(async (path) => (await stat(path)).mode & 0o777));
}

/** Makes an authority in a process of its own, under a mask of modes in octal. */
async function makeUnder(mask: string, folder: string): Promise<void> {
  const script = `umask ${mask}; exec "$@"`;
  await run('sh', ['-c', script, 'sh', process.execPath, '--conditions=@sse/source', program, folder]);
}

/** Whether a user who owns nothing is kept from the key, once every folder above the authority's is open. */
async function expectClosed(above: string, folder: string): Promise<void> {
  await chmod(above, 0o755);
  await expect(asNobody(() => readFile(join(folder, 'authority.key')))).rejects.toThrow(/EACCES/);
}

describe.skipIf(process.platform === 'win32')('the key of an authority', () => {
  it.each(['000', '022', '077'])('is its owner’s alone, and so is a folder made for it, under umask %s', async (mask) => {
    await using folder = await temporaryFolder();
    const tls = join(folder.path, 'tls');
    await makeUnder(mask, tls);
    expect(await modes(tls)).toEqual([0o600, 0o700]);
    await expectClosed(folder.path, tls);
  });

  it('is so beside a data folder that all can read, and in a folder for it that was there', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'data'), { mode: 0o755 });
    await chmod(folder.path, 0o777);
    await makeUnder('000', join(folder.path, 'tls'));
    expect(await modes(join(folder.path, 'tls'))).toEqual([0o600, 0o700]);
    const open = join(folder.path, 'open');
    await mkdir(open);
    await chmod(open, 0o755);
    await makeUnder('000', open);
    expect(await modes(open)).toEqual([0o600, 0o755]);
    await expectClosed(folder.path, open);
  });

  it('is made closed again in the place of one that was removed', async () => {
    await using folder = await temporaryFolder();
    const first = await openAuthority(folder.path, { domains });
    await rm(join(folder.path, 'authority.key'));
    await makeUnder('000', folder.path);
    expect(await modes(folder.path)).toEqual([0o600, 0o700]);
    expect((await openAuthority(folder.path, { domains })).certificate).not.toBe(first.certificate);
  });

  it.each(['640', '604', '660', '666', '601'])('is refused, and left as it is, once its mode was widened to %s', async (octal) => {
    const mode = Number.parseInt(octal, 8);
    await using folder = await temporaryFolder();
    await openAuthority(folder.path, { domains });
    const file = join(folder.path, 'authority.key');
    const text = await readFile(file, 'utf8');
    await chmod(file, mode);
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(/its mode is 06\d\d, wider than 0600; run: chmod 600 /);
    expect(await modes(folder.path)).toEqual([mode, 0o700]);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('is not in a file that another one left for it', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'authority.key'), '', { mode: 0o644 });
    await expect(openAuthority(folder.path, { domains })).rejects.toThrow(/its mode is 0644, wider than 0600/);
  });
});
