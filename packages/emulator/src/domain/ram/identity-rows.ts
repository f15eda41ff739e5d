import { isSystemPolicyName } from '@sse/core';
import { keyspace, systemScope } from '../keyspace.ts';
import type { RowAddress, SealedRows } from '../sealed-rows.ts';
import type { StoreKey } from '../../ports/ordered-store.ts';
import { accessKeyAddress, longestAccessKeyId, type AccessKeyRow } from './access-key-row.ts';
import type { AttachedPolicy, RamUser } from './ram-rows.ts';

/**
 * The rows that tell who has an access key and what policies hold, as far as the rows in memory lead to them. Rows of policies and groups may be
 * there twice.
 */
export function identityRows(rows: SealedRows, accessKeyId: string): RowAddress[] {
  if (accessKeyId.length > longestAccessKeyId) return [];
  const own = accessKeyAddress(accessKeyId);
  const name = rows.kept<AccessKeyRow>(own.key)?.user;
  return name === undefined ? [own] : [own, ...holderRows(rows, keyspace.user(name))];
}

/** A user, group or role with its groups and managed policies. */
function holderRows(rows: SealedRows, key: StoreKey): RowAddress[] {
  const { groups = [], policies = [] } = rows.kept<Partial<RamUser>>(key) ?? {};
  return [{ scope: systemScope, key }, ...groups.flatMap((group) => holderRows(rows, keyspace.group(group))), ...managedRows(policies)];
}

function managedRows(policies: readonly AttachedPolicy[]): RowAddress[] {
  return policies.flatMap((policy) =>
    'managed' in policy && !isSystemPolicyName(policy.managed) ? [{ scope: systemScope, key: keyspace.policy(policy.managed) }] : [],
  );
}
