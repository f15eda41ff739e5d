import type { OrderedStore } from '../../ports/ordered-store.ts';
import type { KeyHierarchy } from '../key-hierarchy.ts';
import { changeRam } from './change-ram.ts';
import { entities } from './entities.ts';
import { groupKind } from './group-kind.ts';
import { policyKind } from './policy-kind.ts';
import type { Ram } from './ram.ts';
import { roleKind } from './role-kind.ts';
import { userAccessKeys } from './user-access-keys.ts';
import { userKind } from './user-kind.ts';

export interface RamOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly accountId: string;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** RAM over rows that are sealed under the system scope; every change is one commit. */
export function openRam(options: RamOptions): Ram {
  const { store, keys, accountId } = options;
  const change = changeRam({ store, keys });
  const parts = { store, rows: keys.rows, change };
  return {
    accountId,
    users: entities(parts, userKind({ ...options, rows: keys.rows })),
    groups: entities(parts, groupKind(options)),
    policies: entities(parts, policyKind(options)),
    roles: entities(parts, roleKind(options)),
    accessKeys: userAccessKeys({ ...options, rows: keys.rows, change }),
  };
}
