import { groupSettings, type GroupDocument } from '@sse/core';
import type { RamGroup } from '../domain/ram/ram-rows.ts';
import { entityHandlers } from './entity-handlers.ts';
import { attachedPolicies, policyReferences } from './policy-references.ts';

const groups = entityHandlers({
  entities: (ram) => ram.groups,
  listed: 'groups',
  settings: groupSettings,
  input: ({ policies }) => ({ policies: attachedPolicies(policies) }),
  show: ({ name, createdAt, policies }: RamGroup): GroupDocument => ({ name, createdAt, policies: policyReferences(policies) }),
  missing: 'EntityNotExist.Group',
});

export const GROUP_HANDLERS = { ListGroups: groups.list, GetGroup: groups.get, PutGroup: groups.put, DeleteGroup: groups.remove } as const;
