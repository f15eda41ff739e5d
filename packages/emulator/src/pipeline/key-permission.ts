import type { Requester } from '../domain/access-facts.ts';
import { decideKeyUse } from '../domain/decide-key-use.ts';
import { everyKey, forbidden, type KeyPermission } from '../domain/key-permission.ts';
import type { Services } from '../operations/services.ts';
import { conditionContext, type ConditionSource } from './condition-context.ts';

/** Which KMS keys the caller of a request may use, as `decideKeyUse` has it; the account all of them. */
export function keyPermission(services: Services, requester: Requester, source: ConditionSource): KeyPermission {
  if (requester.caller.kind === 'root') return everyKey;
  const { session } = source;
  return async (action, keyId) => {
    const { isDefault } = await services.kms.describeKey(keyId);
    const access = { action, role: 'extra' } as const;
    const decided = await decideKeyUse(services, {
      session,
      requester,
      action,
      key: { keyId, isDefault },
      contextOf: (facts) => conditionContext(services, source, { access, bucket: undefined, facts }),
    });
    if (decided !== 'default' && decided.decision.effect === 'Deny') throw forbidden(action, keyId);
  };
}
