import type { BucketAcl } from '../bucket/acl.ts';
import { aclAccess, isOpenTo } from './acl-grants.ts';
import { principalNames, type Caller } from './caller.ts';
import { judge, type ConditionContext, type NamedPolicy } from './judge.ts';
import { withoutPublicStatements } from './public-access.ts';

/** One thing that somebody wants to do. */
export interface WantedAccess {
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** The names of the resource, any of which a policy may mean: its region is written in two ways. */
  readonly resources: readonly string[];
  readonly context: ConditionContext;
}

/** What there is to say about a caller and a resource, whatever is wanted. */
export interface AccessFacts {
  readonly caller: Caller;
  readonly accountId: string;
  /** Policies of the user and of the user's groups, or of the role. */
  readonly identityPolicies: readonly NamedPolicy[];
  /** What a role session was narrowed to; absent: not at all. */
  readonly sessionPolicy?: NamedPolicy | undefined;
  /** The policy of the bucket; absent where there is none, and for what is in no bucket. */
  readonly bucketPolicy?: NamedPolicy | undefined;
  /** Whether public ACLs and public statements of the bucket policy are without effect. */
  readonly publicAccessBlocked: boolean;
  /** Absent for what is in no bucket. */
  readonly bucketAcl?: BucketAcl | undefined;
  /** The object's own ACL; absent where there is no object, or the bucket's counts. */
  readonly objectAcl?: BucketAcl | undefined;
}

/** Why something is allowed or denied. */
export type AccessGround =
  | { readonly kind: 'account' }
  | { readonly kind: 'statement'; readonly of: 'identity' | 'session' | 'bucket'; readonly policy: string; readonly statement: number }
  | { readonly kind: 'acl'; readonly of: 'bucket' | 'object'; readonly acl: BucketAcl }
  /** The policies of the caller allow it, the policy of the session does not. */
  | { readonly kind: 'session-policy' }
  /** Nothing allows it. */
  | { readonly kind: 'nothing' };

export interface AccessDecision {
  readonly effect: 'Allow' | 'Deny';
  readonly ground: AccessGround;
}

/** What the account may do whatever the policy of its bucket says, so that it cannot lock itself out. */
const ACCOUNT_ALWAYS: ReadonlySet<string> = new Set(['oss:PutBucketPolicy', 'oss:GetBucketPolicy', 'oss:DeleteBucketPolicy']);

/**
 * The one decision about access: an explicit Deny of any policy, then whatever allows (the account itself, policies of the caller within the
 * session's, the bucket policy, ACLs), else denied. A Deny of a bucket policy holds for the account too, but for its own policy operations.
 * Source: protocol reference §5.1; ACLs §4.8.
 */
export function authorize(facts: AccessFacts, wanted: WantedAccess): AccessDecision {
  const { caller, accountId, identityPolicies, sessionPolicy, bucketPolicy, publicAccessBlocked } = facts;
  const request = { ...wanted, callers: principalNames(caller, accountId) };
  if (caller.kind === 'root' && ACCOUNT_ALWAYS.has(wanted.action)) return { effect: 'Allow', ground: { kind: 'account' } };
  const effective = bucketPolicy !== undefined && publicAccessBlocked ? withoutPublicStatements(bucketPolicy) : bucketPolicy;
  const sources = [
    { of: 'identity', verdict: judge(identityPolicies, request) },
    { of: 'session', verdict: judge(sessionPolicy === undefined ? [] : [sessionPolicy], request) },
    { of: 'bucket', verdict: judge(effective === undefined ? [] : [effective], request) },
  ] as const;
  for (const { of, verdict } of sources)
    if (verdict.effect === 'Deny')
      return { effect: 'Deny', ground: { kind: 'statement', of, policy: verdict.policy, statement: verdict.statement } };
  if (caller.kind === 'root') return { effect: 'Allow', ground: { kind: 'account' } };
  const [identity, session, bucket] = sources;
  const narrowed = sessionPolicy !== undefined && session.verdict.effect !== 'Allow';
  for (const { of, verdict } of [identity, bucket])
    if (verdict.effect === 'Allow' && !narrowed)
      return { effect: 'Allow', ground: { kind: 'statement', of, policy: verdict.policy, statement: verdict.statement } };
  const byAcl = judgeAcl(facts, wanted.action);
  if (byAcl.effect === 'Allow' && !narrowed) return byAcl;
  const wouldAllow = [identity.verdict.effect, bucket.verdict.effect, byAcl.effect].includes('Allow');
  return wouldAllow ? { effect: 'Deny', ground: { kind: 'session-policy' } } : byAcl;
}

/** The object's own ACL counts before the bucket's (protocol reference §4.8). */
function judgeAcl({ bucketAcl, objectAcl, publicAccessBlocked }: AccessFacts, action: string): AccessDecision {
  const access = aclAccess(action);
  if (access === undefined || bucketAcl === undefined) return { effect: 'Deny', ground: { kind: 'nothing' } };
  const ground =
    objectAcl === undefined
      ? ({ kind: 'acl', of: 'bucket', acl: bucketAcl } as const)
      : ({ kind: 'acl', of: 'object', acl: objectAcl } as const);
  return { effect: !publicAccessBlocked && isOpenTo(ground.acl, access) ? 'Allow' : 'Deny', ground };
}
