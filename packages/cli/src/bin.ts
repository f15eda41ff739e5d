#!/usr/bin/env node
import { EXIT_CODES } from './exit-codes.ts';
import { runCommandLine } from './run-command-line.ts';

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The second time nothing is waited for.
    if (interruption.signal.aborted) process.exit(EXIT_CODES.interrupted);
    interruption.abort(new Error(name));
  });
}
// A reader that went away shows in the write that fails.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
// A write that its reader does not take would keep the process from its end.
if (interruption.signal.aborted) process.exit();
