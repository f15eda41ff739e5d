#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { openNode } from './node.ts';
import { runCommandLine } from './server/command-line.ts';
import { localStorage } from './server/local-storage.ts';
import { workerArgument, type ServerParts } from './server/server-parts.ts';
import { runWorker } from './server/worker.ts';

const parts: ServerParts = { openNode, openStorage: localStorage, entry: fileURLToPath(import.meta.url) };
const args = process.argv.slice(2);

if (args[0] === workerArgument && process.send !== undefined) {
  await runWorker(parts);
} else {
  process.exitCode = await runCommandLine(parts, args, {
    environment: process.env,
    workingFolder: process.cwd(),
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
  });
  process.exit();
}
