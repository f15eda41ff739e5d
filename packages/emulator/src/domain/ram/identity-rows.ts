import { isSystemPolicyName } from '@sse/core';
import type { StoreKey } from '../../ports/ordered-store.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import { lru } from '../lru.ts';
import type { RowAddress, SealedRows } from '../sealed-rows.ts';
import { accessKeyAddress, longestAccessKeyId, type AccessKeyRow } from './access-key-row.ts';
import type { RamUser } from './ram-rows.ts';

/** Guesses, before anything of a request was checked, which rows its identity and policies will rest on. */
export interface IdentityRows {
  /** As far as the rows in memory lead to them; some may be there twice. */
  of(accessKeyId: string): RowAddress[];
  /** A temporary key has no row; its role is known from its token. */
  learn(accessKeyId: string, role: string): void;
}

/** Temporary keys whose roles are remembered. */
const capacity = 10_000;

export function identityRows(rows: SealedRows): IdentityRows {
  const roles = lru<string>(capacity);
  return {
    of(accessKeyId) {
      if (accessKeyId.length > longestAccessKeyId) return [];
      const role = roles.get(accessKeyId);
      if (role !== undefined) return holderRows(rows, keyspace.role(role));
      const own = accessKeyAddress(accessKeyId);
      const user = rows.kept<AccessKeyRow>(own.key)?.user;
      return user === undefined ? [own] : [own, ...holderRows(rows, keyspace.user(user))];
    },
    learn: (accessKeyId, role) => roles.set(accessKeyId, role),
  };
}

/** A user, role or group with its groups and managed policies. */
function holderRows(rows: SealedRows, key: StoreKey): RowAddress[] {
  const { groups = [], policies = [] } = rows.kept<Partial<RamUser>>(key) ?? {};
  const managed = policies.flatMap((policy) => ('managed' in policy && !isSystemPolicyName(policy.managed) ? [policy.managed] : []));
  return [
    { scope: systemScope, key },
    ...groups.flatMap((group) => holderRows(rows, keyspace.group(group))),
    ...managed.map((name) => ({ scope: systemScope, key: keyspace.policy(name) })),
  ];
}
