import type { Check, OrderedStore } from '../../ports/ordered-store.ts';
import type { Session } from '../bucket-key.ts';
import { afterKey, keyspace, nameOf, systemScope } from '../keyspace.ts';
import type { SealedRows } from '../sealed-rows.ts';
import type { GoesAlong } from './entities.ts';
import type { RamRole } from './ram-rows.ts';

/** Roles that are changed in one commit. */
const atOnce = 100;

/** Takes a user that goes out of the trust of roles, so that another one who gets the name is not trusted in its place. */
export async function distrustUser(
  { store, rows }: { readonly store: OrderedStore; readonly rows: SealedRows },
  session: Session,
  user: string,
): Promise<GoesAlong> {
  const range = keyspace.trustUses(user);
  const found = await store.range({ ...range, limit: atOnce + 1 });
  const marks = found.slice(0, atOnce).map(({ key }) => key);
  const checks: Check[] = [];
  const sets: { key: Uint8Array; value: RamRole }[] = [];
  let { gte } = range;
  for (const mark of marks) {
    const key = keyspace.role(nameOf(mark, range));
    const role = await rows.read<RamRole>(session, { scope: systemScope, key });
    checks.push({ gte, lt: mark, empty: true }, { key, version: role?.version ?? 'absent' });
    gte = afterKey(mark);
    if (role !== undefined) sets.push({ key, value: without(role.value, user) });
  }
  const isAll = found.length <= atOnce;
  // Roles that come to trust the user meanwhile make the commit fail.
  if (isAll) checks.push({ gte, lt: range.lt, empty: true });
  return { isAll, checks, sets, deletes: marks };
}

function without(role: RamRole, user: string): RamRole {
  return 'users' in role.trust ? { ...role, trust: { users: role.trust.users.filter((name) => name !== user) } } : role;
}
