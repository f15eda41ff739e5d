import { matchesWildcard } from '../bucket/wildcard.ts';
import { OPERATORS } from './condition-operators.ts';
import type { Effect, Policy, StatementCondition, PolicyStatement } from './policy.ts';

/**
 * What a request says to conditions, by key (`acs:SourceIp`, `oss:Prefix`, …); a key that it lacks is absent, one of several names for the same is a
 * list. The case of keys up to a `/` does not matter.
 */
export type ConditionContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One action on one resource, as policies see it. */
export interface AccessRequest {
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** The names of the resource, such as `acs:oss:oss-cn-hangzhou:1234567890123456:bucket/key`; a pattern that fits any of them covers it. */
  readonly resources: readonly string[];
  /** The names that a principal of a bucket policy may have for the caller; none is an anonymous caller, whom only `*` covers. */
  readonly callers: readonly string[];
  readonly context: ConditionContext;
}

/** A policy with the name under which an explanation speaks of it. */
export interface NamedPolicy extends Policy {
  readonly name: string;
}

/** What policies say about a request, and which statement decided it; `undecided` when none covers it, which is a denial where nothing else allows it. */
export type Verdict = { readonly effect: Effect; readonly policy: string; readonly statement: number } | { readonly effect: 'undecided' };

/** An explicit Deny first, then an Allow; the order of policies and statements does not matter (protocol reference §5.1). */
export function judge(policies: readonly NamedPolicy[], request: AccessRequest): Verdict {
  let allowed: Verdict = { effect: 'undecided' };
  for (const { name, statements } of policies) {
    for (const [index, statement] of statements.entries()) {
      if (!covers(statement, request)) continue;
      const verdict = { effect: statement.effect, policy: name, statement: index };
      if (statement.effect === 'Deny') return verdict;
      if (allowed.effect === 'undecided') allowed = verdict;
    }
  }
  return allowed;
}

/** Whether a statement is about a request: action, resource, caller and every condition. Actions are compared without regard to case. */
export function covers({ actions, resources, principals, conditions }: PolicyStatement, request: AccessRequest): boolean {
  const action = request.action.toLowerCase();
  return (
    actions.some((pattern) => matchesWildcard(pattern.toLowerCase(), action)) &&
    resources.some((pattern) => request.resources.some((resource) => matchesWildcard(pattern, resource))) &&
    (principals === undefined || principals.some((principal) => principal === '*' || coversCaller(principal, request.callers))) &&
    conditions.every((condition) => holds(condition, request.context))
  );
}

function coversCaller(principal: string, callers: readonly string[]): boolean {
  return callers.some((caller) => matchesWildcard(principal, caller));
}

function holds({ operator, key, values }: StatementCondition, context: ConditionContext): boolean {
  const { covers: compare, negated } = OPERATORS[operator];
  const actual = valueOf(context, key);
  if (actual === undefined) return negated;
  return actual.some((own) => values.some((value) => compare(own, value))) !== negated;
}

function valueOf(context: ConditionContext, key: string): readonly string[] | undefined {
  const wanted = foldKey(key);
  const found = Object.entries(context).find(([name]) => foldKey(name) === wanted)?.[1];
  return typeof found === 'string' ? [found] : found;
}

/** The keys that the conditions of policies ask for, as `foldKey` writes them. */
export function conditionKeys(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.map(({ key }) => foldKey(key)))));
}

/** A key in lower case up to a `/`; what follows is the name of a tag, whose case matters. */
export function foldKey(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}
