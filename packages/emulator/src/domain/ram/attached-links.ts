import { RpcError } from '@sse/core';
import { keyspace } from '../keyspace.ts';
import type { Link } from './entities.ts';
import type { AttachedPolicy } from './ram-rows.ts';
import { SYSTEM_POLICIES } from './system-policies.ts';

/** Whether a managed policy is one of those that every account has. */
export function isSystemPolicy(name: string): boolean {
  return Object.hasOwn(SYSTEM_POLICIES, name);
}

/** The managed policies of one's own account that are attached to an entity. */
export function attachedLinks(kind: 'user' | 'group' | 'role', name: string, policies: readonly AttachedPolicy[]): Link[] {
  return policies.flatMap((policy): Link[] =>
    'document' in policy || isSystemPolicy(policy.managed)
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
