import { parseBucketKeyRow, sealBucketKeyRow, unwrapBucketKey, verifyBucketKeyRow, wrapBucketKey } from '@sse/core/envelope';
import type { OrderedStore, Row } from '../ports/ordered-store.ts';
import { afterKey, bucketKeyPlace, keyspace } from './keyspace.ts';
import type { MasterKeys } from './master-keys.ts';

export interface Rotation {
  /** The master key version that wraps from now on. */
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

const pageSize = 500;

/**
 * Makes a new master key and rewraps every local bucket key under it: no object and no object row is touched (envelope.md §1, §6).
 * May run beside servers on the same store, and again after it was interrupted.
 */
export async function rotateMasterKey({ store, masterKeys, now, random }: RotateOptions): Promise<Rotation> {
  const version = await masterKeys.add(now());
  let rewrapped = 0;
  let { gte } = keyspace.allBucketKeys();
  const { lt } = keyspace.allBucketKeys();
  for (;;) {
    const page = await store.range({ gte, lt, limit: pageSize });
    for (const row of page) if (await rewrap(row)) rewrapped += 1;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    gte = afterKey(last.key);
  }
  return { version, rewrapped, destroyed: await destroyUnused() };

  async function rewrap(first: Row): Promise<boolean> {
    for (let row: Row | undefined = first; row !== undefined; row = await store.get(first.key)) {
      const parsed = parseBucketKeyRow(row.value, bucketKeyPlace(row.key));
      if (parsed.scheme !== 'local' || parsed.masterKeyVersion >= version) return false;
      const key = unwrapBucketKey(await masterKeys.byVersion(parsed.masterKeyVersion), parsed);
      verifyBucketKeyRow(parsed, key);
      const { bucketKeyId, bucketId } = parsed;
      const wrapped = wrapBucketKey(
        await masterKeys.byVersion(version),
        { bucketKeyId, bucketId, masterKeyVersion: version },
        key,
        random(24),
      );
      const value = sealBucketKeyRow({ ...parsed, masterKeyVersion: version, wrapped }, key);
      const result = await store.commit({
        checks: [{ key: row.key, version: row.version }],
        sets: [
          { key: row.key, value },
          { key: keyspace.masterKeyUse(version, bucketKeyId), value: new Uint8Array(0) },
        ],
        deletes: [keyspace.masterKeyUse(parsed.masterKeyVersion, bucketKeyId)],
      });
      if (result.ok) return true;
    }
    return false;
  }

  async function destroyUnused(): Promise<number[]> {
    const destroyed: number[] = [];
    for (const former of await masterKeys.list()) {
      if (former.state !== 'decrypt-only') continue;
      const unused = { ...keyspace.masterKeyUses(former.version), empty: true } as const;
      if (await masterKeys.destroy(former.version, [unused])) destroyed.push(former.version);
    }
    return destroyed;
  }
}
