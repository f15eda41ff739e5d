import { errorCode } from './error-code.ts';
import type { Environment } from './read-settings.ts';
import type { ServerParts } from './server-parts.ts';
import { workerArgument } from './worker-messages.ts';

/**
 * The whole of `sse-emulator`: a worker where a primary forked this process to be one, else what the command line asks for. Ends the process.
 * `environment`: that which the process was started with.
 */
export async function runProgram(parts: ServerParts, environment: Environment): Promise<void> {
  const args = process.argv.slice(2);
  if (args[0] === workerArgument && process.send !== undefined) {
    const { runWorker } = await import('./worker.ts');
    await runWorker(parts);
    return;
  }
  // Where nobody reads any more, writing fails; a server goes on all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const workingFolder = currentFolder();
  if (workingFolder === undefined) {
    process.stderr.write('sse-emulator: the working folder is gone: change to one that is there (cd), and start again\n');
    process.exit(1);
  }
  const { runCommandLine } = await import('./command-line.ts');
  const exitCode = await runCommandLine(parts, args, {
    environment,
    workingFolder,
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
  });
  process.exit(exitCode);
}

/** Absent where somebody removed it. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
