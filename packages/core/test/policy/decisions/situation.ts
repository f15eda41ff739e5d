import type { BucketAcl } from '../../../src/bucket/acl.ts';
import { OssError } from '../../../src/errors/index.ts';
import { authorize, type AccessDecision, type AccessGround } from '../../../src/policy/access.ts';
import type { Caller } from '../../../src/policy/caller.ts';
import type { ConditionContext, NamedPolicy } from '../../../src/policy/judge.ts';
import { parsePolicy, type PolicyKind } from '../../../src/policy/parse-policy.ts';
import { ossResourceNames } from '../../../src/policy/resource-names.ts';

export const ACCOUNT = '1234567890123456';
export const REGION = 'cn-hangzhou';

export const ALICE: Caller = { kind: 'user', id: '200000000000000001', name: 'alice' };
export const BOB: Caller = { kind: 'user', id: '200000000000000002', name: 'bob' };
export const READER: Caller = { kind: 'role-session', roleId: '300000000000000001', role: 'reader', session: 'alice' };
export const ROOT: Caller = { kind: 'root' };
export const ANYONE: Caller = { kind: 'anonymous' };

/** Statements as they stand in the JSON of a policy. */
export type Statement = Readonly<Record<string, unknown>>;

/** Who wants what, and everything that has a say in it. */
export interface Situation {
  /** ALICE when absent. */
  readonly by?: Caller;
  readonly user?: readonly Statement[];
  readonly group?: readonly Statement[];
  readonly session?: readonly Statement[];
  readonly bucket?: readonly Statement[];
  readonly acl?: BucketAcl;
  readonly objectAcl?: BucketAcl;
  readonly blocked?: boolean;
  /** `oss:GetObject` when absent. */
  readonly action?: string;
  /** A bucket, or a bucket and a key behind a slash; `b/k` when absent, `''` is the account. A name with `acs:` is taken as it is. */
  readonly on?: string;
  readonly context?: ConditionContext;
}

/** What is decided, in short: the effect and where it comes from, as in `Allow user.0`, `Deny bucket.1`, `Deny object acl` or `Deny nothing`. */
export function decided(situation: Situation): string {
  const { effect, ground } = decide(situation);
  return `${effect} ${shown(ground)}`;
}

export function decide({ by = ALICE, user, group, session, bucket, context = {}, ...more }: Situation): AccessDecision {
  const identityPolicies = [...named('user', 'identity', user), ...named('group', 'identity', group)];
  const facts = {
    caller: by,
    accountId: ACCOUNT,
    identityPolicies,
    sessionPolicy: named('session', 'identity', session)[0],
    bucketPolicy: named('bucket', 'bucket', bucket)[0],
    publicAccessBlocked: more.blocked ?? false,
    bucketAcl: more.acl,
    objectAcl: more.objectAcl,
  };
  return authorize(facts, { action: more.action ?? 'oss:GetObject', resources: resourcesOf(more.on ?? 'b/k'), context });
}

export function statement(Effect: string, Action: unknown, Resource: unknown, Condition?: unknown): Statement {
  return { Effect, Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

export const allow = (action: unknown, resource: unknown = '*', condition?: unknown): Statement =>
  statement('Allow', action, resource, condition);
export const deny = (action: unknown, resource: unknown = '*', condition?: unknown): Statement =>
  statement('Deny', action, resource, condition);
/** The same statement in a bucket policy. */
export const to = (Principal: unknown, of: Statement): Statement => ({ ...of, Principal });

/** The text of a policy with these statements. */
export const policyText = (statements: readonly Statement[]): string => JSON.stringify({ Version: '1', Statement: statements });

export function named(name: string, kind: PolicyKind, statements: readonly Statement[] | undefined): readonly NamedPolicy[] {
  if (statements === undefined) return [];
  const policy = parsePolicy(policyText(statements), kind);
  if (policy instanceof OssError) throw policy;
  return [{ ...policy, name }];
}

function resourcesOf(on: string): readonly string[] {
  if (on.startsWith('acs:')) return [on];
  const slash = on.indexOf('/');
  const bucket = slash < 0 ? on : on.slice(0, slash);
  return ossResourceNames({
    region: REGION,
    accountId: ACCOUNT,
    bucket: bucket === '' ? undefined : bucket,
    key: slash < 0 ? undefined : on.slice(slash + 1),
  });
}

const SOURCE: Readonly<Record<string, string>> = { user: 'identity', group: 'identity', session: 'session', bucket: 'bucket' };

function shown(ground: AccessGround): string {
  if (ground.kind === 'acl') return `${ground.of} acl`;
  if (ground.kind !== 'statement') return ground.kind;
  return SOURCE[ground.policy] === ground.of ? `${ground.policy}.${ground.statement}` : `${ground.of} has ${ground.policy}`;
}
