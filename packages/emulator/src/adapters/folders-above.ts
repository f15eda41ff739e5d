import { dirname, resolve } from 'node:path';

/** The folders that hold the names of `path` and of every folder above it up to `topmost`, nearest first. */
export function foldersAbove(path: string, topmost = path): string[] {
  const above: string[] = [];
  const last = resolve(topmost).length;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    above.push(dirname(folder));
    if (folder.length <= last) return above;
  }
}
