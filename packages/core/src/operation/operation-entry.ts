import type { Level } from '../address/index.ts';

/** HTTP methods of the interface. */
export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';

/**
 * What a request must have in its query to be this operation: a name, whatever its value (`encryption`), or a name with one of
 * some values (`['comp', 'add']`).
 */
export type QueryTerm = string | readonly [name: string, ...values: string[]];

/** Where an operation takes the server-side encryption fields from: request headers, or fields of a form. */
export type SseCarrier = 'headers' | 'form';

/** What the row of an operation says about itself. */
export interface OperationRow {
  readonly method: Method;
  /** All of them select the operation; absent means that the plain resource is meant. */
  readonly query?: readonly QueryTerm[];
  /** Request headers (lower case) that must be there. */
  readonly headers?: readonly string[];
  /** A further level at which the operation is served. */
  readonly alsoAt?: Level;
  /** RAM action; absent means `oss:` and the name of the operation. */
  readonly action?: string;
  /** RAM action when the request names a version. */
  readonly versionAction?: string;
  /** RAM action that is needed on the source of a copy. */
  readonly sourceAction?: string;
  /** Absent means that the server-side encryption header is refused (protocol reference §2.2). */
  readonly sse?: SseCarrier;
  /** HTTP status of plain success. */
  readonly success: number;
  /** One sentence about what it does. */
  readonly doc: string;
}

/** A row with its level and its action filled in. */
export interface OperationEntry extends OperationRow {
  readonly level: Level;
  readonly action: string;
}

/** The name of a term. */
export function termName(term: QueryTerm): string {
  return typeof term === 'string' ? term : term[0];
}

type Rows = Readonly<Record<string, OperationRow>>;

type Completed<L extends Level, R extends Rows> = {
  readonly [N in keyof R]: R[N] & {
    readonly level: L;
    readonly action: R[N] extends { action: infer A extends string } ? A : `oss:${N & string}`;
  };
};

/** Rows of one level, each with its level and its RAM action. */
export function rowsAt<const L extends Level, const R extends Rows>(level: L, rows: R): Completed<L, R> {
  const entries = Object.entries(rows).map(([name, row]) => [name, { ...row, level, action: row.action ?? `oss:${name}` }]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name of `rows` has its entry, and the type is computed from `rows`
  return Object.fromEntries(entries) as Completed<L, R>;
}
