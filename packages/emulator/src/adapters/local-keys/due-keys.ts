import { nextRotation } from '../../domain/kms/kms-key.ts';
import { aliasAddress, keyAddress, publicKeyOf, type KeyRow } from './key-rows.ts';
import { rotated } from './key-changes.ts';
import type { KeyStore, KeyStoreOptions } from './key-store.ts';

/** What a round over all keys did. */
export interface DueKeys {
  readonly destroyed: readonly string[];
  readonly rotated: readonly string[];
  /** What went wrong with single keys; the next round tries again. */
  readonly failures: readonly unknown[];
}

/**
 * One round over all keys: those whose time of deletion has come are destroyed, with their aliases, and what is encrypted under them is lost; those
 * whose rotation is due get a new version. The row that is judged is the row that the commit replaces, so that a deletion that was cancelled in
 * between is not done. Several processes may do it at once.
 */
export async function runDueKeys(store: KeyStore, { now, random }: Pick<KeyStoreOptions, 'now' | 'random'>): Promise<DueKeys> {
  const done: Record<Due, string[]> = { destroyed: [], rotated: [] };
  const failures: unknown[] = [];
  for (const keyId of await store.keyIds()) {
    try {
      const stored = await store.find(keyId);
      const due = stored && dueOf(keyId, stored.value, now()) && (await runOne(keyId));
      if (due !== undefined) done[due].push(keyId);
    } catch (error) {
      failures.push(error);
    }
  }
  return { ...done, failures };

  function runOne(keyId: string): Promise<Due | undefined> {
    return store.commit(async (session) => {
      const stored = await store.find(keyId, session);
      const result = stored && dueOf(keyId, stored.value, now());
      if (stored === undefined || result === undefined) return { result: undefined };
      const { value, version } = stored;
      const { key } = keyAddress(keyId);
      const checks = [{ key, version }];
      if (result === 'destroyed') return { result, checks, deletes: [key, ...value.aliases.map((alias) => aliasAddress(alias).key)] };
      return { result, checks, sets: [{ key, value: rotated(value, { id: random(16), material: random(32), createdAt: now() }) }] };
    });
  }
}

type Due = 'destroyed' | 'rotated';

/** What is to be done to a key by now. */
function dueOf(keyId: string, row: KeyRow, now: number): Due | undefined {
  const { state, deleteAt = Infinity } = row;
  if (state === 'PendingDeletion') return deleteAt <= now ? 'destroyed' : undefined;
  return (nextRotation(publicKeyOf(keyId, row)) ?? Infinity) <= now ? 'rotated' : undefined;
}
