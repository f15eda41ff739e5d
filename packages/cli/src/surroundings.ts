import type { Readable, Writable } from 'node:stream';

/** What a command line runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative file names start from. */
  readonly workingFolder: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
}
