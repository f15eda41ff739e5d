import { callerArn } from '@sse/core';
import type { RpcCall, RpcDocument, RpcHandler } from './rpc-call.ts';

/** Who asks; nobody needs a policy for it. The names of the members are those of the vendor's clients. */
export const getCallerIdentity: RpcHandler = async ({ caller }, { accountId }) => ({
  AccountId: accountId,
  Arn: callerArn(caller, accountId),
  ...identityOf(caller, accountId),
});

function identityOf(caller: RpcCall['caller'], accountId: string): RpcDocument {
  if (caller.kind === 'root') return { IdentityType: 'Account', PrincipalId: accountId, UserId: accountId };
  if (caller.kind === 'user') return { IdentityType: 'RAMUser', PrincipalId: caller.id, UserId: caller.id };
  return { IdentityType: 'AssumedRoleUser', PrincipalId: `${caller.roleId}:${caller.session}`, RoleId: caller.roleId };
}
