import { Command, CommanderError, Option } from 'commander';
import { Fault } from '@sse/core';
import { KeyServiceError } from '../ports/key-service.ts';
import { helpExamples, keysHelp } from './help-text.ts';
import { keysActions, runKeysAction, type KeysAction } from './keys-command.ts';
import { readSettings, type Environment } from './read-settings.ts';
import { serve } from './serve.ts';
import type { ServerParts } from './server-parts.ts';
import { SETTINGS, type Setting, type SettingFlags } from './setting-table.ts';
import { UsageError } from './usage-error.ts';

/** What a command line runs in. */
export interface Surroundings {
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const exitCodes = { done: 0, failed: 1, badUsage: 2 } as const;

/** Runs `sse-emulator` with the arguments after its name; resolves to the exit code: 0 done, 1 failed, 2 not understood. Never rejects. */
export async function runCommandLine(parts: ServerParts, args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await program(parts, surroundings).parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Commander has printed its own messages, help among them.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
    surroundings.printError(`sse-emulator: ${messageOf(error)}\n`);
    return error instanceof UsageError ? exitCodes.badUsage : exitCodes.failed;
  }
}

function program(parts: ServerParts, surroundings: Surroundings): Command {
  const { environment, workingFolder, print, printError } = surroundings;
  const settingsOf = (command: Command): ReturnType<typeof readSettings> =>
    readSettings(command.optsWithGlobals<SettingFlags>(), environment, workingFolder);
  const start = async (_options: unknown, command: Command): Promise<void> => serve(parts, settingsOf(command), print);
  const change = async (command: Command, action: KeysAction): Promise<void> => {
    print(await runKeysAction(parts, settingsOf(command), action));
  };

  const root = new Command('sse-emulator')
    .description('A server that speaks the OSS protocol, checks signatures, and encrypts what it stores.')
    .configureOutput({ writeOut: print, writeErr: printError })
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', helpExamples);
  withServerOptions(root).action(start);
  withServerOptions(root.command('start').description('start the server (also what happens without a command)')).action(start);

  const keys = root
    .command('keys')
    .description('look after the keys of a data folder, also while a server runs on it')
    .addHelpText('after', keysHelp);
  const keysCommand = (name: string, about: string): Command =>
    withOptions(keys.command(name).description(about), [SETTINGS.data, SETTINGS.rootKey]);
  keysCommand('rotate', 'make a new master key and rewrap all bucket keys with it').action((_options, command: Command) =>
    change(command, keysActions.rotate()),
  );
  keysCommand('create', 'make a key for SSE-KMS and print its id')
    .option('--alias <name>', 'a second name for it, alias/<name>')
    .action(({ alias }: { alias?: string }, command: Command) => change(command, keysActions.create(alias)));
  keysCommand('list', 'print id, state and aliases of every key for SSE-KMS').action((_options, command: Command) =>
    change(command, keysActions.list()),
  );
  for (const [name, state] of [
    ['enable', 'Enabled'],
    ['disable', 'Disabled'],
  ] as const) {
    keysCommand(name, `make a key ${state.toLowerCase()}`)
      .argument('<key>', 'key id or alias/<name>')
      .action((key: string, _options, command: Command) => change(command, keysActions.setState(key, state)));
  }
  return root;
}

function withServerOptions(command: Command): Command {
  return withOptions(command, Object.values(SETTINGS)).option('--strict-region', 'refuse V4 signatures made for another region');
}

function withOptions(command: Command, settings: readonly Setting<unknown>[]): Command {
  for (const { flag, variable, about, fallback, repeatable } of settings) {
    const notes = [fallback === undefined ? undefined : `default ${fallback}`, variable].filter((note) => note !== undefined);
    const option = new Option(flag, notes.length === 0 ? about : `${about} (${notes.join('; ')})`);
    command.addOption(repeatable === true ? option.argParser((text, former: string[] | undefined) => [...(former ?? []), text]) : option);
  }
  return command;
}

function messageOf(error: unknown): string {
  if (error instanceof Fault || error instanceof UsageError || error instanceof KeyServiceError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
