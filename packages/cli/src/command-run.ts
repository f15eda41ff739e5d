import { createClient, type OssClient } from '@sse/sdk';
import type { Command } from 'commander';
import { readConnection, type ConnectionFlags } from './connection.ts';
import type { Surroundings } from './surroundings.ts';
import { writeTo } from './write-to.ts';

/** What one run of a command works with. */
export interface CommandRun {
  readonly client: OssClient;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Prints one result: the value as a line of JSON with `--json`, the lines for a person otherwise. */
  readonly print: (value: object, ...lines: readonly string[]) => Promise<void>;
}

/** Runs the work of a command, with a client that ends with it. */
export type RunCommand = (command: Command, work: (run: CommandRun) => Promise<void>) => Promise<void>;

interface GlobalFlags extends ConnectionFlags {
  readonly json?: boolean;
}

/** Starts runs in given surroundings. Throws `UsageError` when they do not say which server, or who asks. */
export function commandRunsIn(surroundings: Surroundings): RunCommand {
  return async (command, work) => {
    const flags = command.optsWithGlobals<GlobalFlags>();
    const client = createClient(readConnection(flags, surroundings.environment));
    const print: CommandRun['print'] = async (value, ...lines) => {
      const text = flags.json === true ? [JSON.stringify(value)] : lines;
      await writeTo(surroundings.stdout, text.map((line) => `${line}\n`).join(''), surroundings.signal);
    };
    try {
      await work({ client, surroundings, signal: surroundings.signal, print });
    } finally {
      await client.close();
    }
  };
}
