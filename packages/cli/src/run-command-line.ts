import { CommanderError } from 'commander';
import { describeError } from './describe-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { program } from './program.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

/** Runs `sse` with the arguments after its name; resolves to the exit code (`EXIT_CODES`). Never rejects. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const root = program(surroundings);
  try {
    await root.parseAsync(args, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    if (isHelp(error)) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    const { exit, line, value } = describeError(error instanceof CommanderError ? refusedArguments(error) : error);
    const inJson = root.opts<{ json?: boolean }>().json === true;
    if (line !== undefined) surroundings.stderr.write(inJson ? `${JSON.stringify({ error: value })}\n` : `sse: ${line}\n`);
    return EXIT_CODES[exit];
  }
}

/** Help or the version, which the parser has printed: asked for, or shown because there was no command. */
function isHelp(error: unknown): error is CommanderError {
  return error instanceof CommanderError && /^commander\.(?:help|version)/.test(error.code);
}

/** The parser's message on one line: a suggestion stands on a second one. */
function refusedArguments(error: CommanderError): UsageError {
  return new UsageError(error.message.replace(/^error: /, '').replace(/\.?\n\(Did/, ' (did'), { cause: error });
}
