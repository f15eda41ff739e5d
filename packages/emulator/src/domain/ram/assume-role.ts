import {
  authorize,
  callerArn,
  Fault,
  judge,
  OssError,
  parsePolicy,
  roleResource,
  RpcError,
  type Caller,
  type ConditionContext,
  type NamedPolicy,
  type Verdict,
} from '@sse/core';
import type { RamRole } from './ram-rows.ts';

const action = 'sts:AssumeRole';

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

/**
 * Why a role may not be assumed, 403 `NoPermission`; `undefined` when it may. The account itself assumes none. Users that a role names need no policy
 * for it, though a Deny of theirs holds; whom a trust policy names needs `sts:AssumeRole` on the role as well (protocol reference §5.5).
 * `Fault('not-authentic')` for a trust policy that cannot be read.
 */
export function refuseAssumption(assumption: RoleAssumption): RpcError | undefined {
  const { caller, accountId, role } = assumption;
  if (caller.kind === 'root' || caller.kind === 'anonymous')
    return new RpcError('NoPermission', 'Roles may not be assumed by root accounts.');
  const own = ownDecision(assumption);
  if ('users' in role.trust) {
    const isTrusted = caller.kind === 'user' && role.trust.users.includes(caller.name);
    const isDenied = own.effect === 'Deny' && own.ground.kind === 'statement';
    return isTrusted && !isDenied ? undefined : new RpcError('NoPermission');
  }
  const resources = [roleResource({ accountId, role: role.name })];
  const callers = trustedNames(caller, accountId);
  const trust: Verdict = judge([trustPolicy(role, role.trust.document)], { action, resources, callers, context: assumption.context });
  return trust.effect === 'Allow' && own.effect === 'Allow' ? undefined : new RpcError('NoPermission');
}

/** What the policies of the caller say. */
function ownDecision({ caller, accountId, role, identityPolicies, sessionPolicy, context }: RoleAssumption): ReturnType<typeof authorize> {
  const facts = { caller, accountId, identityPolicies, sessionPolicy, publicAccessBlocked: false };
  return authorize(facts, { action, resources: [roleResource({ accountId, role: role.name })], context });
}

/** The names under which a trust policy may mean a caller: its account, itself, and its role. */
function trustedNames(caller: Exclude<Caller, { kind: 'anonymous' }>, accountId: string): readonly string[] {
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
