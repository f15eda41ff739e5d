import { Fault } from '@sse/core';
import { openRow, rowBucketKeyId, sealRow } from '@sse/core/envelope';
import type { StoreKey, Version } from '../ports/ordered-store.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { BucketId } from './keyspace.ts';
import { lru } from './lru.ts';
import { bucketKeyRef, type BucketKeyRef, type OpenBucketKeys } from './open-bucket-keys.ts';
import { rowName, type RowReader, type WantedRow } from './row-reader.ts';
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
  /**
   * The row, or `undefined` when there is none. `Fault('not-authentic')` when it was altered or moved.
   * The opened value is kept by version: while the row and its key's row are unchanged, all readers get the same value and must not change it.
   */
  read<T extends object>(session: Session, address: RowAddress): Promise<Stored<T> | undefined>;
  /** Reads rows that the session is about to `read`, and the rows of the keys that sealed them, in one go. */
  ahead(session: Session, addresses: readonly RowAddress[]): Promise<void>;
  /** The value as it is kept in memory, which may be outdated; for guesses about what will be read. */
  kept<T extends object>(key: StoreKey): T | undefined;
  /** Opens a value that a range read brought. */
  open<T extends object>(session: Session, address: RowAddress, sealed: Uint8Array): Promise<T>;
  /** Seals a value under `bucketKey`, a local one. */
  seal(bucketKey: BucketKey, key: StoreKey, value: object): Uint8Array;
}

export interface SealedRowsOptions {
  readonly reader: RowReader;
  readonly bucketKeys: OpenBucketKeys;
  readonly random: (length: number) => Uint8Array;
}

interface KeptRow extends Stored<object> {
  /** The key that sealed it: the value may be used only while that key's row is there. */
  readonly sealedUnder: BucketKeyRef;
}

/** Bytes of opened rows that stay in memory, by the length of their sealed form. */
const keptBytes = 16 << 20;
/** What an entry costs besides its value, roughly. */
const entryBytes = 500;

export function sealedRows({ reader, bucketKeys, random }: SealedRowsOptions): SealedRows {
  const kept = lru<KeptRow>(keptBytes);

  async function open<T extends object>(session: Session, { scope, key }: RowAddress, sealed: Uint8Array): Promise<T> {
    const { rowKey } = await bucketKeys.open(session, bucketKeyRef(scope, rowBucketKeyId(sealed)));
    if (rowKey === undefined) throw new Fault('not-authentic', 'a row names a bucket key that seals no rows');
    return decodeRow<T>(openRow({ rowKey, storeKey: key, value: sealed }));
  }

  return {
    open,
    ahead(session, addresses) {
      const wanted = new Map<string, WantedRow>();
      for (const { key } of addresses) {
        const name = rowName(key);
        const known = kept.get(name);
        wanted.set(name, { key, name, known: known?.version });
        if (known !== undefined && !wanted.has(known.sealedUnder.name))
          wanted.set(known.sealedUnder.name, bucketKeys.wanted(known.sealedUnder));
      }
      return reader.ahead(session, [...wanted.values()]);
    },
    kept: <T extends object>(key: StoreKey) => kept.get(rowName(key))?.value as T | undefined,
    async read<T extends object>(session: Session, address: RowAddress) {
      const { scope, key } = address;
      const name = rowName(key);
      const known = kept.get(name);
      const found = await reader.read(session, { key, name, known: known?.version });
      if (found === undefined) return undefined;
      if (found === 'unchanged' && known !== undefined) {
        await bucketKeys.open(session, known.sealedUnder);
        return known as Stored<T> & KeptRow;
      }
      if (found === 'unchanged') throw new Fault('misuse', 'the store called a row unchanged whose version was not given');
      const value = await open<T>(session, address, found.value);
      const sealedUnder = bucketKeyRef(scope, Uint8Array.from(rowBucketKeyId(found.value)));
      kept.set(name, { value, version: found.version, sealedUnder }, found.value.length + name.length + entryBytes);
      return { value, version: found.version };
    },
    seal({ id, rowKey }, key, value) {
      if (rowKey === undefined) throw new Fault('misuse', 'rows are sealed under a local bucket key');
      return sealRow({ rowKey, bucketKeyId: id, storeKey: key, nonce: random(12), plain: encodeRow(value) });
    },
  };
}
