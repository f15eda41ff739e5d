import { isSystemPolicyName } from '@sse/core';
import { keyspace } from '../keyspace.ts';
import { checkPolicyDocument, invalid, isName } from './check-input.ts';
import type { EntityKind } from './entities.ts';
import type { PolicyInput } from './ram.ts';
import type { RamPolicy } from './ram-rows.ts';
import type { KindOptions } from './user-kind.ts';

/** Managed policies, which stay while they are attached. Those of the system are none of them. */
export function policyKind({ now }: Pick<KindOptions, 'now'>): EntityKind<RamPolicy, PolicyInput> {
  return {
    what: 'policy',
    isName,
    nameSigns: '- _ .',
    key: keyspace.policy,
    range: keyspace.policies,
    notFound: 'EntityNotExist.Policy',
    make(name, { document }, former) {
      if (isSystemPolicyName(name))
        return invalid('name of the policy', 'one that is not of a built-in policy, which cannot be changed', name);
      return { name, createdAt: former?.createdAt ?? now(), document: checkPolicyDocument(document) };
    },
    links: () => [],
    uses: { range: keyspace.policyUses, conflict: 'DeleteConflict.Policy.Attachment' },
  };
}
