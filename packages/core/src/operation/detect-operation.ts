import type { Level } from '../address/index.ts';
import { OssError } from '../errors/index.ts';
import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import { termName, type OperationEntry, type QueryTerm } from './operation-entry.ts';
import type { OperationName } from './operation-name.ts';
import { OPERATION_NAMES, OPERATIONS } from './operations.ts';
import { nameRole, servedAt } from './query-names.ts';

/** The parts of a request that decide which operation it is. */
export interface OperationRequest {
  /** HTTP method, upper case. */
  readonly method: string;
  readonly level: Level;
  /** Decoded pairs; of duplicates the first counts. */
  readonly query: QueryPairs;
  /** Lower-case names. */
  readonly headers: HeaderRecord;
}

/** A row of the table as requests are compared with it. */
interface Candidate {
  readonly name: OperationName;
  readonly entry: OperationEntry;
  readonly terms: readonly Term[];
  readonly headers: readonly string[];
}

interface Term {
  readonly name: string;
  /** Absent: any. */
  readonly values: readonly string[] | undefined;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const RESOURCE_TYPES: Readonly<Record<Level, string>> = { service: 'Service', bucket: 'Bucket', object: 'Object' };
const INDEX: ReadonlyMap<string, readonly Candidate[]> = buildIndex();

/**
 * Names the operation that a request asks for: the row with the most query terms, then valued terms, then headers that it satisfies.
 * - `MethodNotAllowed` (with `allow`): no operation has this method on this resource or sub-resource.
 * - `InvalidArgument`: sub-resources of different operations at once; the reference gives no precedence among them.
 * - `NotImplemented`: a sub-resource that the table does not know; it is named and never ignored.
 *
 * Source: protocol reference §1.1, §4.5 to §4.7.
 */
export function detectOperation(request: OperationRequest): OperationName | OssError {
  const { method, level, headers } = request;
  const query = firstValues(request.query);
  const chosen = INDEX.get(indexKey(method, level))?.find((candidate) => satisfies(candidate, query, headers));
  if (method === 'OPTIONS' && chosen !== undefined) return chosen.name;
  const terms = chosen?.entry.query ?? [];
  const extra = query.size === 0 ? undefined : extraSubResource(query, terms, request);
  if (extra?.role === 'unknown') {
    return new OssError('NotImplemented', { message: `The sub-resource "${extra.name}" is not implemented.` });
  }
  if (chosen === undefined || (extra !== undefined && terms.length === 0)) return methodNotAllowed(method, level, extra?.name);
  if (extra === undefined) return chosen.name;
  return new OssError('InvalidArgument', {
    message: `The sub-resource "${extra.name}" can not be combined with ${terms.map((term) => `"${termName(term)}"`).join(', ')}.`,
  });
}

function firstValues(query: QueryPairs): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of query) {
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}

function satisfies(candidate: Candidate, query: ReadonlyMap<string, string>, headers: HeaderRecord): boolean {
  for (const { name, values } of candidate.terms) {
    const value = query.get(name);
    if (value === undefined || (values !== undefined && !values.includes(value))) return false;
  }
  return candidate.headers.every((name) => headers[name] !== undefined);
}

interface Extra {
  readonly name: string;
  readonly role: 'sub-resource' | 'unknown';
}

/** A query name that selects something else than the chosen operation; unknown ones first. */
function extraSubResource(
  query: ReadonlyMap<string, string>,
  terms: readonly QueryTerm[],
  { method, level }: OperationRequest,
): Extra | undefined {
  const used = new Set(terms.map(termName));
  let extra: Extra | undefined;
  for (const [name, value] of query) {
    const role = used.has(name) ? 'parameter' : nameRole(name, value, { level, reads: READS.has(method) });
    if (role === 'unknown') return { name, role };
    if (role === 'sub-resource') extra ??= { name, role };
  }
  return extra;
}

function methodNotAllowed(method: string, level: Level, subResource: string | undefined): OssError {
  const allowed = new Set<string>();
  for (const entry of Object.values<OperationEntry>(OPERATIONS)) {
    const fits = subResource === undefined ? entry.query === undefined : (entry.query ?? []).some((term) => termName(term) === subResource);
    if (fits && servedAt(entry, level)) allowed.add(entry.method);
  }
  return new OssError('MethodNotAllowed', {
    details: { Method: method, ResourceType: RESOURCE_TYPES[level] },
    headers: { allow: [...allowed].toSorted().join(', ') },
  });
}

function buildIndex(): Map<string, Candidate[]> {
  const index = new Map<string, Candidate[]>();
  for (const name of OPERATION_NAMES) {
    const entry: OperationEntry = OPERATIONS[name];
    for (const level of [entry.level, entry.alsoAt]) {
      if (level === undefined) continue;
      const key = indexKey(entry.method, level);
      index.set(key, [...(index.get(key) ?? []), { name, entry, terms: (entry.query ?? []).map(termOf), headers: entry.headers ?? [] }]);
    }
  }
  for (const candidates of index.values()) candidates.sort((left, right) => specificity(right.entry) - specificity(left.entry));
  return index;
}

function termOf(term: QueryTerm): Term {
  return { name: termName(term), values: typeof term === 'string' ? undefined : term.slice(1) };
}

/** Query terms outrank values, values outrank headers; no row has ten of any. */
function specificity({ query = [], headers = [] }: OperationEntry): number {
  const valued = query.filter((term) => typeof term !== 'string').length;
  return query.length * 100 + valued * 10 + headers.length;
}

function indexKey(method: string, level: Level): string {
  return `${method} ${level}`;
}
