import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { Fault } from '@sse/core';
import { addRunOptions } from '../run/add-run-options.ts';
import type { RunProgram } from '../run/run-command.ts';
import { readRunSettings, type RunFlags } from '../run/run-settings.ts';
import { ConfigError } from '../config/config-error.ts';
import { KeyServiceError } from '../ports/key-service.ts';
import { helpExamples, keysHelp } from './help-text.ts';
import { keysActions, runKeysAction, type KeysAction } from './keys-command.ts';
import { readSettings, type Environment } from './read-settings.ts';
import { serve } from './serve.ts';
import type { ServerParts } from './server-parts.ts';
import { SETTINGS, type Setting, type SettingFlags } from './setting-table.ts';
import { UsageError } from './usage-error.ts';

/** Read with the program's own files: a command may run as a user who cannot. */
const manifest: { readonly version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** What a command line runs in. */
export interface Surroundings {
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const exitCodes = { done: 0, failed: 1, badUsage: 2 } as const;

/** Runs `sse-emulator` with the arguments after its name; resolves to the exit code: 0 done, 1 failed, 2 not understood; that of its program for `run`. Never rejects. */
export async function runCommandLine(parts: ServerParts, args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const help = args[0] === 'keys' || args[0] === 'run' ? `sse-emulator ${args[0]} --help` : 'sse-emulator --help';
    let exitCode: number = exitCodes.done;
    const run = async (flags: RunFlags, runProgram: RunProgram): Promise<void> => {
      const settings = readRunSettings(flags, surroundings.environment, surroundings.workingFolder);
      const { runCommand } = await import('../run/run-command.ts');
      exitCode = await runCommand(parts, settings, runProgram, surroundings);
    };
    await program(parts, surroundings, help, run).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own messages, help among them.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
    surroundings.printError(`sse-emulator: ${messageOf(error)}\n`);
    return error instanceof UsageError || error instanceof ConfigError ? exitCodes.badUsage : exitCodes.failed;
  }
}

function program(
  parts: ServerParts,
  surroundings: Surroundings,
  help: string,
  run: (flags: RunFlags, program: RunProgram) => Promise<void>,
): Command {
  const { environment, workingFolder, print, printError } = surroundings;
  const settingsOf = (command: Command): ReturnType<typeof readSettings> =>
    readSettings(command.optsWithGlobals<SettingFlags>(), environment, workingFolder);
  const start = async (_options: unknown, command: Command): Promise<void> => {
    // The program itself serves without a command: an argument that is none was meant as one.
    const [stray] = command.args;
    if (stray !== undefined)
      throw new UsageError(`unknown command ${JSON.stringify(stray)}: expected start, run, keys or help; see ${help}`);
    await serve(parts, settingsOf(command), print);
  };
  const root = new Command('sse-emulator')
    .description('A server that speaks the OSS protocol, checks signatures, and encrypts what it stores.')
    .configureOutput({ writeOut: print, writeErr: printError, outputError: (text, write) => write(complaint(text, help)) })
    .exitOverride()
    .version(manifest.version, '-V, --version', 'print the version')
    .helpCommand(true)
    .enablePositionalOptions()
    .addHelpText('after', helpExamples);
  withServerOptions(root).action(start);
  withServerOptions(root.command('start').description('start the server (also what happens without a command)')).action(start);
  addRunOptions(withOptions(root.command('run'), [SETTINGS.rootKey, SETTINGS.config, SETTINGS.region]), run);
  addKeysCommands(root, async (command, action) => print(await runKeysAction(parts, settingsOf(command), action)));
  // After its commands were made, which would take this over.
  return root.allowExcessArguments(true);
}

function addKeysCommands(root: Command, change: (command: Command, action: KeysAction) => Promise<void>): void {
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

/** Commander's message in the form that all others have: `error: what` and `(Did you mean what?)` on a line of its own become one line. */
function complaint(text: string, help: string): string {
  const what = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\.?\n\(Did/, ' (did');
  return `sse-emulator: ${what.replace(/\.$/, '')}; see ${help}\n`;
}

function messageOf(error: unknown): string {
  if (error instanceof KeyServiceError && ['NotFound', 'AliasNotFound'].includes(error.code))
    return `${error.message}; sse-emulator keys list shows those there are`;
  if (error instanceof Fault || error instanceof UsageError || error instanceof ConfigError || error instanceof KeyServiceError)
    return error.message;
  if (error instanceof Error && 'syscall' in error) return `the system refused: ${error.message}; mend that and start again`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
