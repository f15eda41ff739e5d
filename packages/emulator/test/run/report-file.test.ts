import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkReportFile } from '../../src/run/report-file.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { modes, run } from '../support/run-process.ts';

const mode = modes.at(-1) ?? [];

describe('checkReportFile', () => {
  it('passes a file that is there, which it leaves alone, and one that can be made', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/old.json`, 'old');
    await checkReportFile(`${folder.path}/old.json`);
    await checkReportFile(`${folder.path}/new.json`);
    expect(await readFile(`${folder.path}/old.json`, 'utf8')).toBe('old');
    await expect(readFile(`${folder.path}/new.json`)).rejects.toThrow('ENOENT');
  });

  it('refuses a folder, a file in none, and one below a file', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/file`, '');
    await expect(checkReportFile(folder.path)).rejects.toThrow(`--report ${folder.path}: it is a folder; name a file`);
    await expect(checkReportFile(`${folder.path}/none/r`)).rejects.toThrow('its folder is not there (ENOENT); name a file');
    await expect(checkReportFile(`${folder.path}/file/r`)).rejects.toThrow('a part of the path is a file (ENOTDIR)');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('refuses what this user may not write', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/file`, '', { mode: 0o400 });
    await mkdir(`${folder.path}/closed`);
    await chmod(`${folder.path}/closed`, 0o500);
    await expect(checkReportFile(`${folder.path}/file`)).rejects.toThrow('this user may not write there (EACCES)');
    await expect(checkReportFile(`${folder.path}/closed/r`)).rejects.toThrow('this user may not write there (EACCES)');
  });
});

describe('sse-emulator run --report', () => {
  it('does not start the program where the file cannot be written', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/none/r.json`;
    const { code, out, error } = await run(folder, [...mode, '--report', file, '--', 'sh', '-c', 'echo started; exit 3']);
    expect({ code, out: out.toString(), error }).toEqual({
      code: 1,
      out: '',
      error: `sse-emulator: --report ${file}: its folder is not there (ENOENT); name a file that this user may write\n`,
    });
  });

  it.each([
    [3, 3],
    [0, 1],
  ])('ends, where the folder has gone meanwhile and the program ended with %i, with %i', async (own, all) => {
    await using folder = await temporaryFolder();
    await mkdir(`${folder.path}/there`);
    const program = `rmdir ${folder.path}/there; exit ${own}`;
    const { code, error } = await run(folder, [...mode, '--report', `${folder.path}/there/r.json`, '--', 'sh', '-c', program]);
    const [, complaint, ...more] = error.split('\n');
    expect({ code, complaint, more }).toEqual({
      code: all,
      complaint: `sse-emulator run: --report ${folder.path}/there/r.json: its folder is not there (ENOENT); the report is not written`,
      more: [''],
    });
  });
});
