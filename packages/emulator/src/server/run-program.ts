import type { ServerParts } from './server-parts.ts';
import { workerArgument } from './worker-messages.ts';

/** The whole of `sse-emulator`: a worker where a primary forked this process to be one, else what the command line asks for. Ends the process. */
export async function runProgram(parts: ServerParts): Promise<void> {
  const args = process.argv.slice(2);
  if (args[0] === workerArgument && process.send !== undefined) {
    const { runWorker } = await import('./worker.ts');
    await runWorker(parts);
    return;
  }
  // Where nobody reads any more, writing fails; a server goes on all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const { runCommandLine } = await import('./command-line.ts');
  const exitCode = await runCommandLine(parts, args, {
    environment: process.env,
    workingFolder: process.cwd(),
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
  });
  process.exit(exitCode);
}
