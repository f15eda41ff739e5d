import { userSettings, type UserDocument } from '@sse/core';
import type { RamUser } from '../domain/ram/ram-rows.ts';
import { entityHandlers } from './entity-handlers.ts';
import { attachedPolicies, policyReferences } from './policy-references.ts';

const users = entityHandlers({
  entities: (ram) => ram.users,
  listed: 'users',
  settings: userSettings,
  input: ({ id, groups, policies }) => ({ id, groups, policies: attachedPolicies(policies) }),
  show: ({ id, name, createdAt, policies, groups, accessKeyIds }: RamUser): UserDocument => ({
    id,
    name,
    createdAt,
    policies: policyReferences(policies),
    groups,
    accessKeyIds,
  }),
  missing: 'EntityNotExist.User',
});

export const USER_HANDLERS = { ListUsers: users.list, GetUser: users.get, PutUser: users.put, DeleteUser: users.remove } as const;
