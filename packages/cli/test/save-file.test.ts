import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { saveFile } from '../src/save-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sse-save-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('saveFile', () => {
  it('replaces what is there, and leaves nothing else', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'former and longer');
    await saveFile(path, Readable.from([Buffer.from('new')]));
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
    await expect(saveFile(path, content)).rejects.toBe(wrong);
    expect(readFileSync(path, 'utf8')).toBe('former');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves nothing when the content fails before the file is open', async () => {
    const content = new Readable({ read: () => content.destroy(new Error('at once')) });
    await expect(saveFile(join(folder, 'file'), content)).rejects.toThrow('at once');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says which file cannot be written', async () => {
    const content = Readable.from([Buffer.from('x')]);
    await expect(saveFile(join(folder, 'no', 'file'), content)).rejects.toThrow(/^cannot write .*file \(ENOENT\)$/);
    expect(content.destroyed).toBe(true);
    mkdirSync(join(folder, 'taken'));
    await expect(saveFile(join(folder, 'taken'), Readable.from([]))).rejects.toThrow(/^cannot write .*taken/);
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
