import { isSystemPolicyName, SYSTEM_POLICIES } from '@sse/core';
import { showPath, type ConfigPath } from './config-error.ts';
import { show, valueAt, type PlacedFault } from './describe-issue.ts';
import { nearestName } from './nearest-name.ts';

/** A text in the configuration. */
interface Found {
  readonly path: ConfigPath;
  readonly text: string;
}

/** What must be given once in the whole configuration; `*` stands for every item of a list. */
const UNIQUE: readonly ConfigPath[] = [
  ['users', '*', 'name'],
  ['users', '*', 'id'],
  ['users', '*', 'accessKeys', '*', 'id'],
  ['groups', '*', 'name'],
  ['policies', '*', 'name'],
  ['roles', '*', 'name'],
  ['keys', '*', 'alias'],
  ['buckets', '*', 'name'],
];

/** What names something that is declared, and what that is. */
const REFERENCES = [
  { from: ['users', '*', 'groups', '*'], to: ['groups', '*', 'name'], what: 'the name of a group of this configuration' },
  { from: ['roles', '*', 'trust', '*'], to: ['users', '*', 'name'], what: 'the name of a user of this configuration' },
  ...['users', 'groups', 'roles'].map((holders) => ({
    from: [holders, '*', 'policies', '*'],
    to: ['policies', '*', 'name'],
    what: 'the name of a policy of this configuration or of the system',
    builtIn: Object.keys(SYSTEM_POLICIES),
  })),
] satisfies readonly Reference[];

interface Reference {
  readonly from: ConfigPath;
  readonly to: ConfigPath;
  readonly what: string;
  readonly builtIn?: readonly string[];
}

/**
 * Names that are given twice, or that nothing has. `config` is the configuration as it was read: what is wrong with its shape is skipped, so that
 * all faults of a file are told at once.
 */
export function checkNames(config: unknown): readonly PlacedFault[] {
  const texts = (pattern: ConfigPath): readonly Found[] => textsAt(config, pattern, []);
  const duplicates = UNIQUE.flatMap((pattern) => secondOnes(texts(pattern)));
  const repeated = REFERENCES.flatMap(({ from }) => bySource(texts(from)).flatMap((list) => secondOnes(list)));
  const dangling = REFERENCES.flatMap(({ from, to, what, builtIn = [] }: Reference) => {
    const known = new Set([...texts(to).map(({ text }) => text), ...builtIn]);
    return texts(from).flatMap(({ path, text }) => (known.has(text) ? [] : [unknownName(path, text, { what, known })]));
  });
  const taken = texts(['policies', '*', 'name']).filter(({ text }) => isSystemPolicyName(text));
  return [
    ...duplicates,
    ...repeated,
    ...dangling,
    ...taken.map(({ path, text }) => valueFault(path, `expected another name than that of a system policy, got ${show(text)}`)),
  ];
}

/** Those that repeat another one; what they repeat is named by its place, because it may be secret. */
function secondOnes(found: readonly Found[]): readonly PlacedFault[] {
  const first = new Map<string, ConfigPath>();
  return found.flatMap(({ path, text }) => {
    const former = first.get(text);
    if (former === undefined) first.set(text, path);
    return former === undefined ? [] : [valueFault(path, `expected another than ${showPath(former)} has, got the same`)];
  });
}

function bySource(found: readonly Found[]): readonly (readonly Found[])[] {
  return [...Map.groupBy(found, ({ path }) => showPath(path.slice(0, -1))).values()];
}

function unknownName(
  path: ConfigPath,
  text: string,
  { what, known }: { readonly what: string; readonly known: ReadonlySet<string> },
): PlacedFault {
  const meant = nearestName(text, known);
  return valueFault(path, `expected ${what}, got ${show(text)}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}

function valueFault(path: ConfigPath, message: string): PlacedFault {
  return { path, at: 'value', message };
}

function textsAt(value: unknown, [step, ...rest]: ConfigPath, path: ConfigPath): readonly Found[] {
  if (step === undefined) return typeof value === 'string' ? [{ path, text: value }] : [];
  if (step !== '*') return textsAt(valueAt(value, [step]), rest, [...path, step]);
  return Array.isArray(value) ? value.flatMap((item, index) => textsAt(item, rest, [...path, index])) : [];
}
