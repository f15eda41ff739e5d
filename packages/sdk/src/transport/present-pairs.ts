import { Fault, type QueryPairs } from '@sse/core';

/** Query pairs of what is there; an empty text is left out, as the service takes it for absent. Throws `Fault` `misuse` for lone surrogates. */
export function presentPairs(values: Readonly<Record<string, string | number | undefined>>): QueryPairs {
  return Object.entries(values).flatMap(([name, value]) => {
    const text = String(value ?? '');
    if (!text.isWellFormed()) throw new Fault('misuse', `expected text in ${name}, got one with a lone surrogate`);
    return text === '' ? [] : [[name, text] as const];
  });
}
