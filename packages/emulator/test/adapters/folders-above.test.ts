import { expect, it } from 'vitest';
import { foldersAbove } from '../../src/adapters/folders-above.ts';

it('foldersAbove names every folder that holds a name on the way up, nearest first', () => {
  expect(foldersAbove('/a/b/c')).toEqual(['/a/b']);
  expect(foldersAbove('/a/b/c', '/a/b/c')).toEqual(['/a/b']);
  expect(foldersAbove('/a/b/c/', '/a')).toEqual(['/a/b', '/a', '/']);
  expect(foldersAbove('/')).toEqual(['/']);
  expect(foldersAbove('data/rows', 'data')).toEqual([`${process.cwd()}/data`, process.cwd()]);
});
