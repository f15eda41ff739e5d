import { fileURLToPath } from 'node:url';
import { pythonWith } from './python-environment.ts';
import type { Program } from './run-program.ts';

/** A client of another vendor that is run against the server. */
export interface InteropClient {
  /** What it is, for people. */
  readonly about: string;
  /** Makes ready what the client's program needs; rejects with a message that says what is missing. */
  prepare(signal: AbortSignal): Promise<Program>;
}

const requirements = fileURLToPath(new URL('../python/requirements.txt', import.meta.url));
const virtualEnvironment = fileURLToPath(new URL('../.venv', import.meta.url));
const oss2Checks = fileURLToPath(new URL('../python/main.py', import.meta.url));
const aliOssChecks = fileURLToPath(import.meta.resolve('../node/main.ts'));

/** Every client, by the name that the command line gives it. */
export const INTEROP_CLIENTS: Readonly<Record<string, InteropClient>> = {
  oss2: {
    about: 'the vendor’s client for Python, signatures V1 and V4, and the three programs of the brief',
    async prepare(signal) {
      return { command: await pythonWith({ requirements, environment: virtualEnvironment, signal }), args: [oss2Checks] };
    },
  },
  'ali-oss': {
    about: 'the vendor’s client for Node, signatures V1 and V4',
    async prepare() {
      // ali-oss is of an age that Node has deprecated parts of.
      return { command: process.execPath, args: [...process.execArgv, '--no-deprecation', aliOssChecks] };
    },
  },
};
