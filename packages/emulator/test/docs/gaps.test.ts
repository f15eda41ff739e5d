import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { gapsDocument } from '../../scripts/gaps-document.ts';

it('docs/gaps.md is what the operation table and the notes say; `pnpm gaps` writes it anew', async () => {
  const docs = new URL('../../../../docs/', import.meta.url);
  const notes = await readFile(new URL('gaps-notes.md', docs), 'utf8');
  expect(await readFile(new URL('gaps.md', docs), 'utf8')).toBe(gapsDocument(notes));
});
