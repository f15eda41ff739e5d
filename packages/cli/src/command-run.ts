import { createClient, type ClientOptions, type OssClient } from '@sse/sdk';
import { createAdminClient, type AdminClient } from '@sse/sdk/admin';
import type { Command } from 'commander';
import { readConnection, type ConnectionFlags } from './connection.ts';
import type { Surroundings } from './surroundings.ts';
import { writeTo } from './write-to.ts';

/** What one run of a command works with. */
export interface CommandRun<Client = OssClient> {
  readonly client: Client;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Prints one result: the value as a line of JSON with `--json`, the lines for a person otherwise. */
  readonly print: (value: object, ...lines: readonly string[]) => Promise<void>;
}

/** Runs the work of a command, with a client that ends with it. */
export type RunCommand<Client = OssClient> = (command: Command, work: (run: CommandRun<Client>) => Promise<void>) => Promise<void>;

/** The clients that commands run with. */
export interface Runs {
  readonly service: RunCommand;
  readonly admin: RunCommand<AdminClient>;
  /** Of commands that ask nobody. */
  readonly offline: RunCommand<undefined>;
}

interface GlobalFlags extends ConnectionFlags {
  readonly json?: boolean;
}

/** Starts runs in given surroundings. Throws `UsageError` when they do not say which server, or who asks. */
export function commandRunsIn(surroundings: Surroundings): Runs {
  const connected =
    <Client extends { close(): Promise<void> }>(open: (options: ClientOptions) => Client): RunCommand<Client> =>
    async (command, work) => {
      const flags = command.optsWithGlobals<GlobalFlags>();
      const client = open(readConnection(flags, surroundings.environment));
      try {
        await work({ client, surroundings, signal: surroundings.signal, print: printer(surroundings, flags) });
      } finally {
        await client.close();
      }
    };
  return {
    service: connected(createClient),
    admin: connected(createAdminClient),
    offline: (command, work) => {
      const print = printer(surroundings, command.optsWithGlobals<GlobalFlags>());
      return work({ client: undefined, surroundings, signal: surroundings.signal, print });
    },
  };
}

function printer({ stdout, signal }: Surroundings, { json }: GlobalFlags): CommandRun['print'] {
  return async (value, ...lines) => {
    const text = json === true ? [JSON.stringify(value)] : lines;
    await writeTo(stdout, text.map((line) => `${line}\n`).join(''), signal);
  };
}
