import {
  authorize,
  callerArn,
  Fault,
  judge,
  OssError,
  parsePolicy,
  roleResource,
  RpcError,
  type AccessDecision,
  type Caller,
  type ConditionContext,
  type ExplainedGround,
  type NamedPolicy,
} from '@sse/core';
import type { RamRole } from './ram-rows.ts';

const action = 'sts:AssumeRole';

type TrustedCaller = Exclude<Caller, { kind: 'anonymous' | 'root' }>;

/** Somebody who wants to assume a role. */
export interface RoleAssumption {
  readonly caller: Caller;
  readonly accountId: string;
  readonly role: RamRole;
  /** Of the caller. */
  readonly identityPolicies: readonly NamedPolicy[];
  readonly sessionPolicy?: NamedPolicy | undefined;
  readonly context: ConditionContext;
}

/** Whether a role may be assumed, and why. */
export interface AssumptionDecision {
  readonly effect: AccessDecision['effect'];
  readonly ground: ExplainedGround;
}

/** Why a role may not be assumed, 403 `NoPermission`; `undefined` when it may. Throws what `decideAssumption` throws. */
export function refuseAssumption(assumption: RoleAssumption): RpcError | undefined {
  const { effect, ground } = decideAssumption(assumption);
  if (effect === 'Allow') return undefined;
  return new RpcError('NoPermission', ground.kind === 'no-user' ? 'Roles may not be assumed by root accounts.' : undefined);
}

/**
 * The account itself assumes no role. Users that a role names need no policy for it, though a Deny of theirs holds; whom a trust policy names needs
 * `sts:AssumeRole` on the role as well (protocol reference §5.5). `Fault('not-authentic')` for a trust policy that cannot be read.
 */
export function decideAssumption(assumption: RoleAssumption): AssumptionDecision {
  const { caller, role } = assumption;
  if (caller.kind === 'root' || caller.kind === 'anonymous') return { effect: 'Deny', ground: { kind: 'no-user' } };
  const own = ownDecision(assumption);
  if (own.effect === 'Deny' && own.ground.kind === 'statement') return own;
  if (!('users' in role.trust))
    return isTrusted(assumption, caller, role.trust.document) ? own : { effect: 'Deny', ground: trustGround(role, false) };
  const trusted = caller.kind === 'user' && role.trust.users.includes(caller.name);
  return { effect: trusted ? 'Allow' : 'Deny', ground: trustGround(role, trusted) };
}

function trustGround({ name: role }: RamRole, trusted: boolean): ExplainedGround {
  return { kind: 'trust', role, trusted };
}

function isTrusted({ accountId, role, context }: RoleAssumption, caller: TrustedCaller, document: string): boolean {
  const resources = [roleResource({ accountId, role: role.name })];
  const callers = trustedNames(caller, accountId);
  return judge([trustPolicy(role, document)], { action, resources, callers, context }).effect === 'Allow';
}

/** What the policies of the caller say. */
function ownDecision({ caller, accountId, role, identityPolicies, sessionPolicy, context }: RoleAssumption): AccessDecision {
  const facts = { caller, accountId, identityPolicies, sessionPolicy, publicAccessBlocked: false };
  return authorize(facts, { action, resources: [roleResource({ accountId, role: role.name })], context });
}

/** The names under which a trust policy may mean a caller: its account, itself, and its role. */
function trustedNames(caller: TrustedCaller, accountId: string): readonly string[] {
  const account = callerArn({ kind: 'root' }, accountId);
  const role = caller.kind === 'role-session' ? [roleResource({ accountId, role: caller.role })] : [];
  return [account, callerArn(caller, accountId), ...role];
}

function trustPolicy({ name }: RamRole, document: string): NamedPolicy {
  const policy = parsePolicy(document, 'trust');
  if (policy instanceof OssError)
    throw new Fault('not-authentic', `the trust policy of role ${name} cannot be read any more`, { cause: policy });
  return { ...policy, name: `trust of role ${name}` };
}
