import type { OrderedStore } from '../../ports/ordered-store.ts';
import { openSession } from '../bucket-key.ts';
import type { KeyHierarchy } from '../key-hierarchy.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import { changeRam } from './change-ram.ts';
import { invalid } from './check-input.ts';

/** The one account of a store, which owns all that is in it. */
export interface Account {
  /** 16 digits; `defaultAccountId` where nobody set another. */
  accountId(): Promise<string>;
  /** Holds for processes that open the store from now on. Throws `InvalidParameter`. */
  setAccountId(id: string): Promise<void>;
}

/** An id in the vendor's form. */
export const defaultAccountId = '1000000000000001';
const idPattern = /^\d{16}$/;

export function account({ store, keys }: { readonly store: OrderedStore; readonly keys: KeyHierarchy }): Account {
  const key = keyspace.account();
  const change = changeRam({ store, keys });
  const read = (session = openSession()) => keys.rows.read<{ id: string }>(session, { scope: systemScope, key });
  return {
    accountId: async () => (await read())?.value.id ?? defaultAccountId,
    setAccountId: (id) =>
      change(async (session) => {
        if (!idPattern.test(id)) invalid('id of the account', '16 digits', id);
        const stored = await read(session);
        if ((stored?.value.id ?? defaultAccountId) === id) return { result: undefined };
        return { result: undefined, checks: [{ key, version: stored?.version ?? 'absent' }], sets: [{ key, value: { id } }] };
      }),
  };
}
