import { readFile, writeFile } from 'node:fs/promises';
import { gapsDocument } from './gaps-document.ts';

const docs = new URL('../../../docs/', import.meta.url);
await writeFile(new URL('gaps.md', docs), gapsDocument(await readFile(new URL('gaps-notes.md', docs), 'utf8')));
