#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiling is more than half of a start, in every worker again. The cache lies with the program, because whoever can write to the
// system's temporary folder could plant code there; where the program's folder is read-only, there is none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));

// What a program that this one runs is to see.
const environment = { ...process.env };

// A flush of the store may hold two of libuv's threads, and there are four by default: reads and writes of blobs would wait for it.
process.env['UV_THREADPOOL_SIZE'] ??= '8';

const { openNode } = await import('./node.ts');
const { localStorage } = await import('./server/local-storage.ts');
const { runProgram } = await import('./server/run-program.ts');
await runProgram({ openNode, openStorage: localStorage, entry: fileURLToPath(import.meta.url) }, environment);
