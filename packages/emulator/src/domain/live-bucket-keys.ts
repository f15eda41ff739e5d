import { Fault } from '@sse/core';
import { equalBytes, toHex } from '@sse/core/primitives';
import type { Check, OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import type { BucketKey, KeyLimits, Session } from './bucket-key.ts';
import { keyspace, systemScope, type BucketId } from './keyspace.ts';
import type { NewBucketKey, NewBucketKeys } from './new-bucket-keys.ts';
import { bucketKeyRef, type OpenBucketKeys } from './open-bucket-keys.ts';
import type { SealedRows, Stored } from './sealed-rows.ts';

/** The pointer row of a (bucket, scheme, key): which bucket key takes new writes, and how many of its uses are given out. */
interface LiveKeyRow {
  readonly bucketKeyId: Uint8Array;
  readonly leased: number;
  readonly createdAt: number;
}

/** The bucket keys that take new writes: one for each bucket and scheme, replaced by age or by count (envelope.md §4). */
export interface LiveBucketKeys {
  /** The bucket's local key, for `uses` seals of rows or SSE-OSS data keys. */
  local(session: Session, bucketId: BucketId, uses?: number): Promise<BucketKey>;
  /** The bucket's key under the KMS key `kmsKeyId` (resolved), for one data key; made on first use, provided that what `guard` gives (a check of the bucket row) holds. */
  kms(session: Session, bucketId: BucketId, kmsKeyId: string, guard: () => Promise<Check>): Promise<BucketKey>;
}

export interface LiveBucketKeysOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
  readonly bucketKeys: OpenBucketKeys;
  readonly newKeys: NewBucketKeys;
  readonly limits: KeyLimits;
  readonly now: () => number;
}

interface Slot {
  readonly pointer: StoreKey;
  readonly bucketId: BucketId;
  readonly maxAgeMs: number;
  readonly maxUses: number;
  /** Gives what must hold when a key is made: that the bucket is there. Asked again when it did not hold. */
  readonly guard?: () => Promise<Check>;
  /** Makes the next key and closes the former one. */
  readonly make: (former: BucketKey | undefined) => Promise<NewBucketKey>;
  /** A bucket's first local key is made with the bucket. */
  readonly first: 'made here' | 'must be there';
}

/** A commit that lost to another process is planned again this often. */
const attempts = 100;
/** A key from further in the future than this was made before the clock was set back: its age is not known, so it is replaced. In ms. */
const clockTolerance = 60_000;

/** A lease takes at most this part of a key's uses, so that many processes do not use a key up by leasing it. */
const shares = 256;

export function liveBucketKeys({ store, rows, bucketKeys, newKeys, limits, now }: LiveBucketKeysOptions): LiveBucketKeys {
  /** Uses that this process has leased and not spent, by pointer. */
  const leases = new Map<string, { readonly bucketKeyId: string; left: number }>();
  /** Leasing under way, by pointer: one at a time, so that a burst of first writes makes one key. */
  const leasing = new Map<string, Promise<void>>();

  async function sealPointer(session: Session, { pointer, bucketId }: Slot, key: BucketKey, value: LiveKeyRow): Promise<Uint8Array> {
    const isSystem = equalBytes(bucketId, systemScope);
    return rows.seal(isSystem ? key : await local(session, systemScope), pointer, value);
  }

  async function extend(
    session: Session,
    slot: Slot,
    { value, version }: Stored<LiveKeyRow>,
    block: number,
  ): Promise<Uint8Array | undefined> {
    const key = await bucketKeys.open(session, bucketKeyRef(slot.bucketId, value.bucketKeyId));
    const sealed = await sealPointer(session, slot, key, { ...value, leased: value.leased + block });
    const result = await store.commit({ checks: [{ key: slot.pointer, version }], sets: [{ key: slot.pointer, value: sealed }] });
    return result.ok ? value.bucketKeyId : undefined;
  }

  async function replace(
    session: Session,
    slot: Slot,
    former: Stored<LiveKeyRow> | undefined,
    block: number,
  ): Promise<Uint8Array | undefined> {
    const formerKey = former && (await bucketKeys.open(session, bucketKeyRef(slot.bucketId, former.value.bucketKeyId)));
    const guard = slot.guard === undefined ? [] : [await slot.guard()];
    const { key, checks = [], sets = [] } = await slot.make(formerKey);
    const value = await sealPointer(session, slot, key, { bucketKeyId: key.id, leased: block, createdAt: now() });
    const own: Check = { key: slot.pointer, version: former?.version ?? 'absent' };
    const result = await store.commit({ checks: [own, ...guard, ...checks], sets: [...sets, { key: slot.pointer, value }] });
    return result.ok ? key.id : undefined;
  }

  /** Leases one block of uses of the live key, or of a new one where that is too old or spent. Another process may win; the caller looks again. */
  async function lease(session: Session, slot: Slot, name: string, live: Stored<LiveKeyRow> | undefined): Promise<void> {
    const block = Math.min(limits.leaseBlock, Math.ceil(slot.maxUses / shares));
    const lasts = live !== undefined && isYoung(slot, live.value) && live.value.leased + block <= slot.maxUses;
    const leased = await (lasts ? extend(session, slot, live, block) : replace(session, slot, live, block));
    if (leased !== undefined) leases.set(name, { bucketKeyId: toHex(leased), left: block });
  }

  function isYoung(slot: Slot, live: LiveKeyRow): boolean {
    const age = now() - live.createdAt;
    return age < slot.maxAgeMs && age > -clockTolerance;
  }

  async function acquire(session: Session, slot: Slot, uses: number): Promise<BucketKey> {
    const name = Buffer.from(slot.pointer).toString('latin1');
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const live = await rows.read<LiveKeyRow>(session, { scope: systemScope, key: slot.pointer });
      if (live === undefined && slot.first === 'must be there') throw new Fault('key-missing', 'the bucket has no local key');
      const held = leases.get(name);
      if (live !== undefined && held !== undefined && held.left >= uses && isYoung(slot, live.value)) {
        if (held.bucketKeyId === toHex(live.value.bucketKeyId)) {
          held.left -= uses;
          return bucketKeys.open(session, bucketKeyRef(slot.bucketId, live.value.bucketKeyId));
        }
      }
      let underWay = leasing.get(name);
      if (underWay === undefined) {
        underWay = lease(session, slot, name, live).finally(() => leasing.delete(name));
        leasing.set(name, underWay);
      }
      await underWay;
    }
    throw new Fault('key-missing', `no live bucket key after ${attempts} attempts`);
  }

  function local(session: Session, bucketId: BucketId, uses = 1): Promise<BucketKey> {
    const slot: Slot = {
      pointer: keyspace.liveBucketKey(bucketId, 'local', ''),
      bucketId,
      maxAgeMs: limits.localMaxAgeMs,
      maxUses: limits.localMaxUses,
      make: (former) => newKeys.local(bucketId, former),
      first: 'must be there',
    };
    return acquire(session, slot, uses);
  }

  return {
    local,
    kms: (session, bucketId, kmsKeyId, guard) =>
      acquire(
        session,
        {
          pointer: keyspace.liveBucketKey(bucketId, 'kms', kmsKeyId),
          bucketId,
          maxAgeMs: limits.kmsMaxAgeMs,
          maxUses: limits.kmsMaxUses,
          make: (former) => newKeys.kms(bucketId, kmsKeyId, former),
          guard,
          first: 'made here',
        },
        1,
      ),
  };
}
