import { parseArgs } from 'node:util';
import { isOperation, type Operation } from './cell.ts';
import { isMode, MODES, type Mode } from './modes.ts';
import type { SELECTIONS, Selection } from './select-cells.ts';
import { parseSize } from './sizes.ts';

/** What a command line asks for. */
export type Options = { readonly task: 'help' } | { readonly task: 'compare'; readonly files: readonly [string, string] } | MeasureOptions;

export interface MeasureOptions {
  readonly task: 'measure';
  readonly set: keyof typeof SELECTIONS;
  readonly listed: Partial<Selection>;
  /** Seconds that each cell is measured; absent: what the set has. */
  readonly seconds: number | undefined;
  /** Another checkout that is measured beside this one. */
  readonly against: string | undefined;
  readonly profile: string | undefined;
  readonly folder: string | undefined;
  readonly out: string | undefined;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const FLAGS = {
  help: { ...flag, short: 'h' },
  quick: flag,
  'five-gib': flag,
  'eight-uploads': flag,
  compare: flag,
  ops: text,
  sizes: text,
  modes: text,
  connections: text,
  workers: text,
  seconds: text,
  against: text,
  profile: text,
  folder: text,
  out: text,
} as const;

/** Reads the arguments after the program's name; throws `UsageError`. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { task: 'help' };
  const [first, second, ...others] = positionals;
  if (values.compare === true) {
    if (first === undefined || second === undefined || others.length > 0) throw new UsageError('--compare takes two result files');
    return { task: 'compare', files: [first, second] };
  }
  if (first !== undefined) throw new UsageError(`"${first}" is no option`);
  return {
    task: 'measure',
    set: setOf(values),
    listed: listedOf(values),
    seconds: values.seconds === undefined ? undefined : positiveNumber('--seconds', values.seconds),
    against: values.against,
    profile: values.profile,
    folder: values.folder,
    out: values.out,
  };
}

const SETS = { quick: 'quick', 'five-gib': 'fiveGib', 'eight-uploads': 'eightUploads' } as const satisfies Record<
  string,
  keyof typeof SELECTIONS
>;

function setOf(values: Values): keyof typeof SELECTIONS {
  const chosen = Object.entries(SETS).filter(([name]) => values[name as keyof typeof SETS] === true);
  const [first, second] = chosen;
  if (second !== undefined) throw new UsageError(`${chosen.map(([name]) => `--${name}`).join(' and ')} exclude each other`);
  return first?.[1] ?? 'full';
}

type Values = ReturnType<typeof parseFlags>['values'];

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
}

function parsed(args: readonly string[]): ReturnType<typeof parseFlags> {
  try {
    return parseFlags(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function listedOf({ ops, sizes, modes, connections, workers }: Values): Partial<Selection> {
  const operation = (word: string): Operation | undefined => (isOperation(word) ? word : undefined);
  const mode = (word: string): Mode | undefined => (isMode(word) ? word : undefined);
  const count = (word: string): number | undefined => (/^[1-9]\d{0,3}$/.test(word) ? Number(word) : undefined);
  return {
    ...(ops !== undefined && { operations: list('--ops', ops, operation, 'put, get and upload') }),
    ...(sizes !== undefined && { sizes: list('--sizes', sizes, parseSize, 'sizes such as 4KiB or 64MiB') }),
    ...(modes !== undefined && { modes: list('--modes', modes, mode, Object.keys(MODES).join(', ')) }),
    ...(connections !== undefined && { connections: list('--connections', connections, count, 'numbers from 1 on') }),
    ...(workers !== undefined && { workers: list('--workers', workers, count, 'numbers from 1 on') }),
  };
}

function list<T>(name: string, words: string, parse: (word: string) => T | undefined, expected: string): T[] {
  return words.split(',').map((word) => {
    const value = parse(word.trim());
    if (value === undefined) throw new UsageError(`${name} takes ${expected}, with commas between; got "${word}"`);
    return value;
  });
}

function positiveNumber(name: string, word: string): number {
  const value = Number(word);
  if (!(value > 0 && Number.isFinite(value))) throw new UsageError(`${name} takes a number of seconds; got "${word}"`);
  return value;
}
