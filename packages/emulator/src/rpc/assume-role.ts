import { callerArn, formatIsoSeconds, RpcError } from '@sse/core';
import { refuseAssumption } from '../domain/ram/assume-role.ts';
import { assumeRoleParameters, refuseDuration } from './assume-role-parameters.ts';
import type { RpcHandler } from './rpc-call.ts';

/**
 * Credentials of a role for a while. 400 `InvalidParameter.…`, 404 `EntityNotExist.Role`, 403 `NoPermission` where the role does not trust the
 * caller or the caller may not. Source: protocol reference §5.5.
 */
export const assumeRole: RpcHandler = async (call, { accountId, ram, identities, tokens }) => {
  const asked = assumeRoleParameters(call.parameters);
  if (asked instanceof RpcError) throw asked;
  const { sessionName: session, policy, durationSeconds, externalId } = asked;
  const role = asked.roleAccountId === accountId ? await ram.roles.find(asked.roleName) : undefined;
  if (role === undefined) throw new RpcError('EntityNotExist.Role');
  const { caller, sessionPolicy } = call;
  const identityPolicies = await identities.policiesOf(call.session, caller);
  const context = { ...call.context, 'sts:ExternalId': externalId };
  const refused =
    refuseAssumption({ caller, accountId, role, identityPolicies, sessionPolicy, context }) ??
    refuseDuration(durationSeconds, role.maxSessionSeconds);
  if (refused !== undefined) throw refused;
  const issued = await tokens.issue({ role, sessionName: session, policy, durationSeconds });
  const assumed = { kind: 'role-session', roleId: role.id, role: role.name, session } as const;
  return {
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      AccessKeySecret: issued.accessKeySecret,
      SecurityToken: issued.securityToken,
      Expiration: formatIsoSeconds(issued.expiresAt),
    },
    AssumedRoleUser: { Arn: callerArn(assumed, accountId), AssumedRoleId: `${role.id}:${session}` },
  };
};
