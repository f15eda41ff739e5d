import type { Level } from '../address/index.ts';
import { termName, type OperationEntry } from './operation-entry.ts';
import { OPERATIONS } from './operations.ts';

/** Query names that never select an operation; what they mean depends on the operation. */
const PARAMETERS: ReadonlySet<string> = new Set(
  (
    'OSSAccessKeyId Expires Signature security-token versionId position sequential withHashContext callback callback-var ' +
    'response-content-type response-content-language response-expires response-cache-control response-content-disposition ' +
    'response-content-encoding prefix marker max-keys delimiter encoding-type list-type start-after continuation-token fetch-owner ' +
    'key-marker version-id-marker max-uploads upload-id-marker max-parts part-number-marker tag-key tag-value rule-id startTime endTime'
  ).split(' '),
);

/** What a query name means to the choice of the operation. */
export type NameRole = 'parameter' | 'sub-resource' | 'unknown';

interface LevelNames {
  /** Names that are the first term of some row: sub-resources in their own right. */
  readonly primary: ReadonlySet<string>;
  /** Names of all terms, also those that only qualify a sub-resource. */
  readonly all: ReadonlySet<string>;
}

const ENTRIES: readonly OperationEntry[] = Object.values(OPERATIONS);
const NAMES: Readonly<Record<Level, LevelNames>> = {
  service: namesAt('service'),
  bucket: namesAt('bucket'),
  object: namesAt('object'),
};
const EVERYWHERE: ReadonlySet<string> = new Set(Object.values(NAMES).flatMap(({ all }) => [...all]));

/** Whether an operation is served at a level. */
export function servedAt(entry: OperationEntry, level: Level): boolean {
  return entry.level === level || entry.alsoAt === level;
}

/**
 * What a query name that the chosen operation does not ask for means. The service ignores parameters it does not know, but a
 * sub-resource must never be ignored: `DELETE /?newDocument` would delete the bucket. So, besides the sub-resources of the level:
 * - a name without a value is a sub-resource, except in reads of objects, whose URLs carry anything;
 * - in a write to a bucket or the account every name counts.
 */
export function nameRole(name: string, value: string, where: { readonly level: Level; readonly reads: boolean }): NameRole {
  if (PARAMETERS.has(name) || name.startsWith('x-oss-')) return 'parameter';
  const { primary, all } = NAMES[where.level];
  if ((where.reads ? primary : all).has(name)) return 'sub-resource';
  const strict = value === '' || (!where.reads && where.level !== 'object');
  if (!strict) return 'parameter';
  if (EVERYWHERE.has(name)) return 'sub-resource';
  return where.reads && where.level === 'object' ? 'parameter' : 'unknown';
}

function namesAt(level: Level): LevelNames {
  const terms = ENTRIES.filter((entry) => servedAt(entry, level)).map((entry) => (entry.query ?? []).map(termName));
  const primary = new Set(terms.flatMap((names) => names.slice(0, 1)));
  return { primary, all: new Set(terms.flat()) };
}
