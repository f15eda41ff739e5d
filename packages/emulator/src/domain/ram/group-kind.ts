import { keyspace } from '../keyspace.ts';
import { attachedLinks } from './attached-links.ts';
import { checkPolicies, isName } from './check-input.ts';
import type { EntityKind } from './entities.ts';
import type { GroupInput } from './ram.ts';
import type { RamGroup } from './ram-rows.ts';
import type { KindOptions } from './user-kind.ts';

/** Groups, which stay while users are in them. */
export function groupKind({ now }: Pick<KindOptions, 'now'>): EntityKind<RamGroup, GroupInput> {
  return {
    what: 'group',
    isName,
    nameSigns: '- _ .',
    key: keyspace.group,
    range: keyspace.groups,
    notFound: 'EntityNotExist.Group',
    make: (name, { policies }, former) => ({ name, createdAt: former?.createdAt ?? now(), policies: checkPolicies(policies) }),
    links: ({ name, policies }) => attachedLinks('group', name, policies),
    uses: { range: keyspace.groupUses, conflict: 'DeleteConflict.Group.User' },
  };
}
