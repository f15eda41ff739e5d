import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { saveFile, saveTarget } from '../src/save-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sse-save-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('saveFile', () => {
  it('replaces what is there, and leaves nothing else', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'former and longer');
    await saveFile(await saveTarget(path), Readable.from([Buffer.from('new')]));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves what is there when the content fails at its very end', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'former');
    const wrong = new Error('wrong checksum');
    const content = Readable.from(
      (async function* () {
        yield Buffer.from('bytes');
        while (readdirSync(folder).length < 2) await new Promise((resolve) => setImmediate(resolve));
        throw wrong;
      })(),
    );
    await expect(saveFile(await saveTarget(path), content)).rejects.toBe(wrong);
    expect(readFileSync(path, 'utf8')).toBe('former');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves nothing when the content fails before the file is open', async () => {
    const content = new Readable({ read: () => content.destroy(new Error('at once')) });
    await expect(saveFile(await saveTarget(join(folder, 'file')), content)).rejects.toThrow('at once');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces the file behind a symbolic link, and keeps its permissions', async () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'former', { mode: 0o600 });
    symlinkSync('file', link);
    await saveFile(await saveTarget(link), Readable.from([Buffer.from('new')]));
    expect([readFileSync(file, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual(['new', true]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['file', 'link']);
  });

  it('writes to a pipe and leaves it where it is', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
    const read = readFile(pipe, 'utf8');
    await saveFile(await saveTarget(pipe), Readable.from([Buffer.from('new')]));
    expect(await read).toBe('new');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('saves under the longest name that there is', async () => {
    const name = 'n'.repeat(255);
    await saveFile(await saveTarget(join(folder, name)), Readable.from([Buffer.from('new')]));
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('says which file cannot be written', async () => {
    const content = Readable.from([Buffer.from('x')]);
    await expect(saveFile(await saveTarget(join(folder, 'no', 'file')), content)).rejects.toThrow(/^cannot write .*file \(ENOENT\)$/);
    expect(content.destroyed).toBe(true);
    mkdirSync(join(folder, 'taken'));
    await expect(saveFile(await saveTarget(join(folder, 'taken')), Readable.from([]))).rejects.toThrow(/^cannot write .*taken/);
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
