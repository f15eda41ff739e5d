import { Fault } from '@sse/core';
import { openRow, rowBucketKeyId, sealRow } from '@sse/core/envelope';
import type { OrderedStore, StoreKey, Version } from '../ports/ordered-store.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { BucketId } from './keyspace.ts';
import { lru } from './lru.ts';
import type { OpenBucketKeys } from './open-bucket-keys.ts';
import { decodeRow, encodeRow } from './row-value.ts';

/** A row's value, opened, with the version that a commit can check. */
export interface Stored<T> {
  readonly value: T;
  readonly version: Version;
}

/** Where a row lives and whose key seals it: a bucket's, or `systemScope`. */
export interface RowAddress {
  readonly scope: BucketId;
  readonly key: StoreKey;
}

/** Rows as the domain sees them: every value is sealed under its scope's local bucket key and bound to its full store key (envelope.md §5). */
export interface SealedRows {
  /** The row, or `undefined` when there is none. `Fault('not-authentic')` when it was altered or moved. */
  read<T extends object>(session: Session, address: RowAddress): Promise<Stored<T> | undefined>;
  /** Like `read`, and keeps the opened value by version: for the few rows that every request rests on. The value must not be changed. */
  readKept<T extends object>(session: Session, address: RowAddress): Promise<Stored<T> | undefined>;
  /** Opens a value that a range read brought. */
  open<T extends object>(session: Session, address: RowAddress, sealed: Uint8Array): Promise<T>;
  /** Seals a value under `bucketKey`, a local one. */
  seal(bucketKey: BucketKey, key: StoreKey, value: object): Uint8Array;
}

export interface SealedRowsOptions {
  readonly store: OrderedStore;
  readonly bucketKeys: OpenBucketKeys;
  readonly random: (length: number) => Uint8Array;
}

/** Opened rows that stay in memory. */
const keptCapacity = 5_000;

export function sealedRows({ store, bucketKeys, random }: SealedRowsOptions): SealedRows {
  const kept = lru<Stored<object>>(keptCapacity);

  async function open<T extends object>(session: Session, { scope, key }: RowAddress, sealed: Uint8Array): Promise<T> {
    const { rowKey } = await bucketKeys.open(session, scope, rowBucketKeyId(sealed));
    if (rowKey === undefined) throw new Fault('not-authentic', 'a row names a bucket key that seals no rows');
    return decodeRow<T>(openRow({ rowKey, storeKey: key, value: sealed }));
  }

  return {
    open,
    async read<T extends object>(session: Session, address: RowAddress) {
      const row = await store.get(address.key);
      return row && { value: await open<T>(session, address, row.value), version: row.version };
    },
    async readKept<T extends object>(session: Session, address: RowAddress) {
      const name = Buffer.from(address.key).toString('latin1');
      const known = kept.get(name);
      const [found] = await store.getMany([address.key], { known: [known?.version] });
      if (found === undefined) return undefined;
      if (found === 'unchanged') return known as Stored<T> | undefined;
      const stored = { value: await open<T>(session, address, found.value), version: found.version };
      kept.set(name, stored);
      return stored;
    },
    seal({ id, rowKey }, key, value) {
      if (rowKey === undefined) throw new Fault('misuse', 'rows are sealed under a local bucket key');
      return sealRow({ rowKey, bucketKeyId: id, storeKey: key, nonce: random(12), plain: encodeRow(value) });
    },
  };
}
