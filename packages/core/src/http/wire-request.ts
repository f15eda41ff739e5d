/** A request as it came over the wire, before anything is decided from it. */
export interface WireRequest {
  /** HTTP method, upper case. */
  readonly method: string;
  /** The request target exactly as received; bytes above 0x7f appear as Latin-1 characters, as node gives them. */
  readonly target: string;
  /** Lower-case names; repeated headers are joined as node joins them. */
  readonly headers: HeaderRecord;
}

/** Headers by lower-case name; an absent header is `undefined`. */
export type HeaderRecord = Readonly<Record<string, string | undefined>>;

/** Decoded query pairs in wire order; a name without `=` has the value `''`. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** The first value that `query` has for `name`, or `undefined`: the service ignores later duplicates (protocol reference §3.2). */
export function firstValue(query: QueryPairs, name: string): string | undefined {
  for (const pair of query) {
    if (pair[0] === name) return pair[1];
  }
  return undefined;
}
