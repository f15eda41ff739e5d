import { RpcError } from '@sse/core';
import { keyspace } from '../keyspace.ts';
import { attachedLinks } from './attached-links.ts';
import { checkNames, checkPolicies, checkPolicyDocument, invalid, isName, isUserName } from './check-input.ts';
import type { EntityKind } from './entities.ts';
import { newId } from './new-id.ts';
import type { RoleInput } from './ram.ts';
import type { RamRole, RoleTrust } from './ram-rows.ts';
import type { KindOptions } from './user-kind.ts';

/** The longest life of a token where a role says nothing of it, and what a role may say, in seconds. */
const seconds = { usual: 3600, least: 3600, most: 43_200 } as const;

/** Roles, each with an id of its own; users that they trust are there. */
export function roleKind({ now, random }: KindOptions): EntityKind<RamRole, RoleInput> {
  return {
    what: 'role',
    isName,
    nameSigns: '- _ .',
    key: keyspace.role,
    range: keyspace.roles,
    notFound: 'EntityNotExist.Role',
    make: (name, { trust, policies, maxSessionSeconds = seconds.usual }, former) => ({
      id: former?.id ?? newId('3', random),
      name,
      createdAt: former?.createdAt ?? now(),
      trust: checkTrust(trust),
      policies: checkPolicies(policies),
      maxSessionSeconds: checkSeconds(maxSessionSeconds),
    }),
    links: ({ name, trust, policies }) => [
      ...('users' in trust ? trust.users : []).map((user) => ({
        mark: keyspace.trustUse(user, name),
        target: keyspace.user(user),
        otherwise: () => new RpcError('EntityNotExist.User', `The user ${user} does not exist.`),
      })),
      ...attachedLinks('role', name, policies),
    ],
  };
}

function checkTrust(trust: RoleTrust): RoleTrust {
  return 'users' in trust
    ? { users: checkNames('trusted users', trust.users, isUserName) }
    : { document: checkPolicyDocument(trust.document, 'trust') };
}

function checkSeconds(value: number): number {
  const { least, most } = seconds;
  return Number.isInteger(value) && value >= least && value <= most
    ? value
    : invalid('longest session of the role', `${least} to ${most} seconds`, value);
}
