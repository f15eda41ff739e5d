import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/server/command-line.ts';
import { workerArgument, type ServerParts } from '../../src/server/server-parts.ts';
import { runWorker } from '../../src/server/worker.ts';
import { openFakeNode, openFakeStorage } from './fake-node.ts';

const parts: ServerParts = { openNode: openFakeNode, openStorage: openFakeStorage, entry: fileURLToPath(import.meta.url) };
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
