import {
  parseBucketKeyRow,
  sealBucketKeyRow,
  unwrapBucketKey,
  verifyBucketKeyRow,
  wrapBucketKey,
  type BucketKeyRow,
} from '@sse/core/envelope';
import type { Commit, OrderedStore, Row, StoreKey } from '../ports/ordered-store.ts';
import { afterKey, bucketKeyPlace, keyspace } from './keyspace.ts';
import type { CurrentKeyring, MasterKeys } from './master-keys.ts';

export interface Rotation {
  /** The master key version that wraps from now on: the one that was made, or a newer one of a rotation at the same time. */
  readonly version: number;
  /** Bucket keys that were rewrapped. */
  readonly rewrapped: number;
  /** Former versions that no bucket key names any more and that were destroyed. */
  readonly destroyed: readonly number[];
}

export interface RotateOptions {
  readonly store: OrderedStore;
  readonly masterKeys: MasterKeys;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

type LocalRow = Extract<BucketKeyRow, { readonly scheme: 'local' }>;

const pageSize = 500;

/**
 * Makes a new master key and rewraps every local bucket key under it: no object and no object row is touched (envelope.md §1, §6).
 * May run beside servers and other rotations on the same store, and again after it was interrupted.
 */
export async function rotateMasterKey({ store, masterKeys, now, random }: RotateOptions): Promise<Rotation> {
  const added = await masterKeys.add(now());
  let rewrapped = 0;
  let { gte } = keyspace.allBucketKeys();
  const { lt } = keyspace.allBucketKeys();
  for (;;) {
    const page = await store.range({ gte, lt, limit: pageSize });
    for (const row of page) if (rowBehind(row, added) !== undefined && (await rewrap(row.key))) rewrapped += 1;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    gte = afterKey(last.key);
  }
  const destroyed = await destroyUnused();
  return { version: (await masterKeys.active()).version, rewrapped, destroyed };

  /** Rewraps a bucket key under the master key that is active by now; false when there is nothing to do, because another rotation was first. */
  async function rewrap(key: StoreKey): Promise<boolean> {
    for (;;) {
      // The keyring before the row: a version that a row names is not destroyed, so a keyring that is older than the row still has its key.
      const keyring = await masterKeys.current();
      const row = await store.get(key);
      if (row === undefined) return false;
      const parsed = rowBehind(row, keyring.active.version);
      if (parsed === undefined) return false;
      const result = await store.commit(rewrapping(row, parsed, keyring));
      if (result.ok) return true;
    }
  }

  /** Fails when the row has changed, and when the keyring has: nothing is wrapped under a master key that is being destroyed. */
  function rewrapping(row: Row, parsed: LocalRow, { active, check, keyOf }: CurrentKeyring): Commit {
    const { bucketKeyId, bucketId, masterKeyVersion: former } = parsed;
    const masterKeyVersion = active.version;
    const key = unwrapBucketKey(keyOf(former), parsed);
    verifyBucketKeyRow(parsed, key);
    const wrapped = wrapBucketKey(active.key, { bucketKeyId, bucketId, masterKeyVersion }, key, random(24));
    return {
      checks: [{ key: row.key, version: row.version }, check],
      sets: [
        { key: row.key, value: sealBucketKeyRow({ ...parsed, masterKeyVersion, wrapped }, key) },
        { key: keyspace.masterKeyUse(masterKeyVersion, bucketKeyId), value: new Uint8Array(0) },
      ],
      deletes: [keyspace.masterKeyUse(former, bucketKeyId)],
    };
  }

  async function destroyUnused(): Promise<number[]> {
    const destroyed: number[] = [];
    for (const former of (await masterKeys.current()).keys) {
      if (former.state !== 'decrypt-only') continue;
      const unused = { ...keyspace.masterKeyUses(former.version), empty: true } as const;
      if (await masterKeys.destroy(former.version, [unused])) destroyed.push(former.version);
    }
    return destroyed;
  }
}

/** The row parsed, if it is of a local bucket key that an older master key than `version` wraps. */
function rowBehind(row: Row, version: number): LocalRow | undefined {
  const parsed = parseBucketKeyRow(row.value, bucketKeyPlace(row.key));
  return parsed.scheme === 'local' && parsed.masterKeyVersion < version ? parsed : undefined;
}
