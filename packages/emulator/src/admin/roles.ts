import { roleSettings, type RoleDocument, type TrustDocument } from '@sse/core';
import type { RamRole, RoleTrust } from '../domain/ram/ram-rows.ts';
import { entityHandlers } from './entity-handlers.ts';
import { attachedPolicies, documentJson, policyReferences } from './policy-references.ts';

const roles = entityHandlers({
  entities: (ram) => ram.roles,
  listed: 'roles',
  settings: roleSettings,
  input: ({ trust, policies, maxSessionSeconds }) => ({ trust: roleTrust(trust), policies: attachedPolicies(policies), maxSessionSeconds }),
  show: ({ id, name, createdAt, trust, policies, maxSessionSeconds }: RamRole): RoleDocument => ({
    id,
    name,
    createdAt,
    trust: 'users' in trust ? trust.users : documentJson(trust.document),
    policies: policyReferences(policies),
    maxSessionSeconds,
  }),
  missing: 'EntityNotExist.Role',
});

export const ROLE_HANDLERS = { ListRoles: roles.list, GetRole: roles.get, PutRole: roles.put, DeleteRole: roles.remove } as const;

function roleTrust(trust: TrustDocument): RoleTrust {
  return isList(trust) ? { users: trust } : { document: JSON.stringify(trust) };
}

function isList(trust: TrustDocument): trust is readonly string[] {
  return Array.isArray(trust);
}
