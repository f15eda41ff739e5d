import type { Level } from '../../src/address/index.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationEntry, type OperationName, type OperationRequest } from '../../src/operation/index.ts';

/** Every way in which an operation can be asked for: each of its levels, each value of its valued terms. */
export function requestsFor(entry: OperationEntry): readonly OperationRequest[] {
  const levels: Level[] = entry.alsoAt === undefined ? [entry.level] : [entry.level, entry.alsoAt];
  const headers = Object.fromEntries((entry.headers ?? []).map((name) => [name, 'some value']));
  let queries: [string, string][][] = [[]];
  for (const term of entry.query ?? []) {
    const pairs: [string, string][] =
      typeof term === 'string'
        ? [
            [term, ''],
            [term, 'some value'],
          ]
        : term.slice(1).map((value) => [term[0], value]);
    queries = queries.flatMap((query) => pairs.map((pair) => [...query, pair]));
  }
  return levels.flatMap((level) => queries.map((query) => ({ method: entry.method, level, query, headers })));
}

/** Every operation with every request that asks for it. */
export const EVERY_REQUEST: readonly (readonly [OperationName, OperationRequest])[] = OPERATION_NAMES.flatMap((name) =>
  requestsFor(OPERATIONS[name]).map((request) => [name, request] as const),
);
