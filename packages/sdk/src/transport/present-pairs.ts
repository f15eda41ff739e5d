import type { QueryPairs } from '@sse/core';

/** Query pairs of what is there; an empty text is left out, as the service takes it for absent. */
export function presentPairs(values: Readonly<Record<string, string | number | undefined>>): QueryPairs {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)] as const]));
}
