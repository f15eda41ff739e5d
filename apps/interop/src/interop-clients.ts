import { fileURLToPath } from 'node:url';
import { pythonWith } from './python-environment.ts';
import type { Program } from './run-program.ts';

/** A client of another vendor that is run against the server. */
export interface InteropClient {
  /** Name and version, as the package's registry has it. */
  readonly about: string;
  /** Makes ready what the client's program needs; rejects with a message that says what is missing. */
  prepare(signal: AbortSignal): Promise<Program>;
}

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Every client, by the name that the command line gives it. */
export const INTEROP_CLIENTS: Readonly<Record<string, InteropClient>> = {
  oss2: {
    about: 'oss2 2.19.1, Python, signatures V1 and V4',
    async prepare(signal) {
      const python = await pythonWith({ requirements: folder('python/requirements.txt'), environment: folder('.venv'), signal });
      return { command: python, args: ['-B', folder('python/main.py')] };
    },
  },
  'ali-oss': {
    about: 'ali-oss 6.23.0, Node, signatures V1 and V4',
    async prepare() {
      // ali-oss is of an age that Node has deprecated parts of.
      return { command: process.execPath, args: [...process.execArgv, '--no-deprecation', folder('node/main.ts')] };
    },
  },
};
