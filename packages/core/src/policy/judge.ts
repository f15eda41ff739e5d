import { matchesWildcard } from '../bucket/wildcard.ts';
import { OPERATORS } from './condition-operators.ts';
import type { Effect, Policy, StatementCondition, PolicyStatement } from './policy.ts';

/** What a request says to conditions, by key (`acs:SourceIp`, `oss:Prefix`, …); a key that it lacks is absent. The case of keys up to a `/` does not matter. */
export type ConditionContext = Readonly<Record<string, string | undefined>>;

/** One action on one resource, as policies see it. */
export interface AccessRequest {
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** Such as `acs:oss:oss-cn-hangzhou:1234567890123456:bucket/key`. */
  readonly resource: string;
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
    resources.some((pattern) => matchesWildcard(pattern, request.resource)) &&
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
  return values.some((value) => compare(actual, value)) !== negated;
}

function valueOf(context: ConditionContext, key: string): string | undefined {
  const wanted = foldKey(key);
  const found = Object.entries(context).find(([name]) => foldKey(name) === wanted);
  return found?.[1];
}

/** The part up to a `/` names the key; what follows is the name of a tag, whose case matters. */
function foldKey(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}
