import { isSystemPolicyName, RpcError } from '@sse/core';
import { keyspace } from '../keyspace.ts';
import type { Link } from './entities.ts';
import type { AttachedPolicy } from './ram-rows.ts';

/** The managed policies of one's own account that are attached to an entity. */
export function attachedLinks(kind: 'user' | 'group' | 'role', name: string, policies: readonly AttachedPolicy[]): Link[] {
  return policies.flatMap((policy): Link[] =>
    'document' in policy || isSystemPolicyName(policy.managed)
      ? []
      : [
          {
            mark: keyspace.policyUse(policy.managed, kind, name),
            target: keyspace.policy(policy.managed),
            otherwise: () => new RpcError('EntityNotExist.Policy', `The policy ${policy.managed} does not exist.`),
          },
        ],
  );
}
