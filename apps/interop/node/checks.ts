import { isDeepStrictEqual } from 'node:util';

/** Named checks, one line each: `ok …`, or `FAIL …` with what came. */
export interface Checks {
  equal(what: string, came: unknown, expected: unknown): void;
  holds(what: string, right: boolean, came: unknown): void;
  /** `call` must reject with an error that has these attributes, such as `status`, `code`, `ecCode`; resolves to it. */
  refused(what: string, call: () => Promise<unknown>, attributes: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Checks whose lines begin with `name`. What `run` throws counts as one failure. */
  section(name: string, run: (checks: Checks) => Promise<void>): Promise<void>;
}

/** Counts what was not as expected, in all sections. */
export interface Failures {
  count: number;
}

export function namedChecks(prefix: string, failures: Failures): Checks {
  const holds = (what: string, right: boolean, came: unknown): void => {
    if (!right) failures.count += 1;
    const line = right ? `ok   ${prefix}${what}` : `FAIL ${prefix}${what}: came ${shown(came)}`;
    process.stdout.write(`${line.replaceAll('\n', '\n     ')}\n`);
  };
  return {
    holds,
    equal: (what, came, expected) => holds(what, isDeepStrictEqual(came, expected), { came, expected }),
    async refused(what, call, attributes) {
      const outcome = await call().then(
        (result: unknown) => ({ result }),
        (error: unknown) => ({ error }),
      );
      const error = 'error' in outcome && outcome.error instanceof Error ? outcome.error : undefined;
      const found = Object.fromEntries(Object.keys(attributes).map((name) => [name, Reflect.get(error ?? {}, name) as unknown]));
      holds(what, error !== undefined && isDeepStrictEqual(found, attributes), { found, expected: attributes, outcome });
      return error;
    },
    async section(name, run) {
      try {
        await run(namedChecks(`${prefix}${name}: `, failures));
      } catch (error) {
        holds(`${name}: runs to its end`, false, error);
      }
    },
  };
}

function shown(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      inner instanceof Error ? { ...Object.fromEntries(Object.entries(inner)), message: inner.message } : inner,
    ) ?? String(value)
  );
}
