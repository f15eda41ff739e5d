import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/server/run-program.ts';
import { openFakeNode, openFakeStorage } from './fake-node.ts';

await runProgram({ openNode: openFakeNode, openStorage: openFakeStorage, entry: fileURLToPath(import.meta.url) }, process.env);
