import { printable } from './printable.ts';

/** Names and values in two columns; what is absent is left out. */
export function table(rows: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(rows).flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(16)}${printable(value)}`]));
}
