import { fileURLToPath } from 'node:url';

/** How to start the server's bin. */
export interface ServerCommand {
  readonly command: string;
  /** Arguments before its own. */
  readonly before: readonly string[];
}

/** The server's bin, run as this program is run: from its sources or as built. */
export function serverCommand(): ServerCommand {
  const entry = fileURLToPath(import.meta.resolve('@sse/emulator'));
  const bin = entry.replace(/index(\.[jt]s)$/, 'bin$1');
  return { command: process.execPath, before: [...process.execArgv, bin] };
}
