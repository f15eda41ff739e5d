import { open } from 'node:fs/promises';
import { relative } from 'node:path';
import { Fault } from '@sse/core';
import { pathTrouble } from '../server/path-trouble.ts';
import { checkNames } from './check-names.ts';
import { ConfigError, showPath, type ConfigFault, type ConfigPath } from './config-error.ts';
import { configSchema } from './config-schema.ts';
import type { LocatedConfig } from './declared-config.ts';
import { describeIssue, type PlacedFault } from './describe-issue.ts';
import type { EmulatorConfig } from './emulator-config.ts';
import { readYaml, type Position } from './read-yaml.ts';

/** The longest file, in bytes. */
const longest = 1 << 20;

/**
 * Reads and checks a configuration file, YAML or JSON; an empty one declares nothing. `ConfigError` with file, line, column and field of everything
 * that is wrong; `Fault('configuration')` when the file cannot be read.
 */
export async function readConfigFile(path: string): Promise<LocatedConfig> {
  return readConfigText(await readText(path), shownPath(path));
}

/** Reads and checks the text of a configuration; `source` is its name in messages. Faults are in the order of the text. */
export function readConfigText(text: string, source: string): LocatedConfig {
  const read = readYaml(text);
  if (!('value' in read)) throw new ConfigError(inOrder(read).map((fault) => lineOf(fault, source)));
  return checkConfig(read.value ?? {}, (faults) => {
    const placed = faults.map((fault) => ({ ...fault, position: read.locate(fault.path, fault.at ?? 'value') }));
    return new ConfigError(inOrder(placed).map((fault) => lineOf(fault, source)));
  });
}

/** Checks a configuration that a program gives; `ConfigError` with the field of everything that is wrong. */
export function readConfigObject(config: EmulatorConfig): LocatedConfig {
  const refusal = (faults: readonly ConfigFault[]): ConfigError => new ConfigError(faults.map((fault) => lineOf(fault, 'config')));
  return checkConfig(plain(config, refusal), refusal);
}

type Refusal = (faults: readonly (ConfigFault & Partial<PlacedFault>)[]) => ConfigError;

function checkConfig(config: unknown, refusal: Refusal): LocatedConfig {
  const parsed = configSchema.safeParse(config);
  const issues = parsed.error?.issues.flatMap((issue) => describeIssue(issue, config)) ?? [];
  const faults = [...issues, ...checkNames(config)];
  if (parsed.data === undefined || faults.length > 0) throw refusal(faults);
  return { declared: parsed.data, refusal };
}

interface Placed extends ConfigFault {
  readonly position?: Position;
}

function inOrder<T extends Placed & { readonly position: Position }>(faults: readonly T[]): readonly T[] {
  return faults.toSorted(({ position: left }, { position: right }) => left.line - right.line || left.column - right.column);
}

function lineOf({ position, path, message }: Placed, source: string): string {
  const place = position === undefined ? source : `${source}:${position.line}:${position.column}`;
  return [place, ...(path.length === 0 ? [] : [showPath(path)]), message].join(': ');
}

/** As JSON has it, without what is `undefined`; a copy, which the program cannot change any more. */
function plain(config: EmulatorConfig, refusal: Refusal): unknown {
  const copy = jsonCopy(config, refusal);
  const lost = lostAt(config, []);
  if (lost.length > 0) throw refusal(lost);
  return copy;
}

function jsonCopy(config: EmulatorConfig, refusal: Refusal): unknown {
  try {
    return JSON.parse(JSON.stringify(config) ?? 'null');
  } catch {
    throw refusal([{ path: [], message: 'expected what JSON can say, got something else' }]);
  }
}

/** What JSON would leave out in silence, in a value without rings. */
function lostAt(value: unknown, path: ConfigPath): readonly ConfigFault[] {
  if (typeof value === 'function' || typeof value === 'symbol')
    return [{ path, message: `expected what JSON can say, got a ${typeof value}` }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => lostAt(each, [...path, Array.isArray(value) ? Number(name) : name]));
}

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  if (bytes.length > longest) throw new ConfigError([`${shownPath(path)}: expected at most ${longest} bytes, got more`]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError([`${shownPath(path)}: expected UTF-8, got something else`]);
  }
}

/** One byte more than a file may have is enough to know. */
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    const pieces: Uint8Array[] = [];
    let total = 0;
    for await (const piece of file.createReadStream({ end: longest })) {
      pieces.push(piece);
      total += piece.length;
      if (total > longest) break;
    }
    return Buffer.concat(pieces);
  } catch (cause) {
    throw new Fault('configuration', `--config ${path}: ${pathTrouble(cause, 'read')}; name a file that this user may read`, { cause });
  }
}

/** From the folder where the program runs, if the file is below it. */
function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
