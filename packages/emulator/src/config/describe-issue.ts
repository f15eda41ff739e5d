import type { z } from 'zod';
import type { ConfigFault, ConfigPath } from './config-error.ts';
import { nearestName } from './nearest-name.ts';

/** A fault, and whether it lies at the name of the field or at its value. */
export interface PlacedFault extends ConfigFault {
  readonly at: 'value' | 'name';
}

/** What the schema says is wrong with `config`, in words. Nothing below an `accessKeys` is shown: a secret may stand in any place there. */
export function describeIssue(issue: z.core.$ZodIssue, config: unknown): readonly PlacedFault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownField(path, name, issue.message));
  const complete = issue.code === 'custom' && issue.params?.['sentence'] === true;
  if (complete) return [{ path, at: 'value', message: issue.message }];
  const value = valueAt(config, path);
  const count = issue.code === 'too_big' && Array.isArray(value) ? `${value.length}` : undefined;
  const quotes = issue.code === 'invalid_type' && issue.expected === 'string' && isBare(value) ? ' (quotes make it a text)' : '';
  const hidden = isSecret(path) || (issue.code === 'invalid_type' && ['object', 'array', 'record'].includes(issue.expected));
  return [{ path, at: 'value', message: `expected ${issue.message}, got ${count ?? show(value, hidden)}${quotes}` }];
}

/** A value in words: a word or a number as it is unless it is hidden, of anything else only what it is. */
export function show(value: unknown, hidden = false): string {
  if (value === undefined || value === null || value === '') return value === '' ? 'an empty text' : 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (hidden) return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === 'number' ? `the number ${value}` : JSON.stringify(value);
}

/** What a path leads to, `undefined` where something on the way is not there. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Readonly<Record<string | number, unknown>>)[step];
  }, config);
}

/** `shape` is the schema's word for the mapping, which names its fields. */
function unknownField(path: ConfigPath, name: string, shape: string): PlacedFault {
  const known = shape.replace(/^a mapping of /, '').split(', ');
  const meant = nearestName(name, known);
  const question = meant === undefined ? `expected ${known.join(', ')}` : `did you mean ${meant}?`;
  return { path: [...path, name], at: 'name', message: `unknown field; ${question}` };
}

function isSecret(path: ConfigPath): boolean {
  return path.includes('accessKeys');
}

function isBare(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
