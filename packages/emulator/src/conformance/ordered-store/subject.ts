import assert from 'node:assert/strict';
import type { Commit, OrderedStore, Row, StoreKey, Version } from '../../ports/ordered-store.ts';
import type { ConformanceCase, ConformanceSubject } from '../conformance-case.ts';
import type { StorePeer } from './store-peer.ts';

/**
 * A fresh, empty ordered store. What only some adapters can do is named by a capability:
 * `reopen` (rows outlive the store object), `share` (several store objects work on the same rows), `peer` (in several processes).
 */
export interface OrderedStoreSubject extends ConformanceSubject {
  readonly store: OrderedStore;
  /** Bytes of the longest key, where decorators take some away; `storeLimits.keyBytes` by default. */
  readonly keyBytes?: number;
  /** `reopen`: opens the rows of `store`, which is closed, again. */
  readonly reopen?: () => Promise<OrderedStore>;
  /** `share`: opens the rows of `store`, which stays open, once more. */
  readonly another?: () => Promise<OrderedStore>;
  /** `peer`: the same in a process of its own that runs `serveStorePeer`. */
  readonly peer?: () => Promise<StorePeer>;
}

export type OrderedStoreCase = ConformanceCase<OrderedStoreSubject>;

/** The key or value that `text` spells in Latin-1: one byte a character. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** What `bytes` made a key or value of. */
export function textOf(array: Uint8Array): string {
  return Buffer.from(array).toString('latin1');
}

/** Commits and gives the version; fails when a check does. */
export async function mustCommit(store: OrderedStore, commit: Commit): Promise<Version> {
  const result = await store.commit(commit);
  assert.ok(result.ok, `a commit whose checks hold was refused: ${JSON.stringify(result)}`);
  return result.version;
}

/** Sets rows by text. */
export function setAll(store: OrderedStore, rows: Readonly<Record<string, string>>): Promise<Version> {
  return mustCommit(store, { sets: Object.entries(rows).map(([key, value]) => ({ key: bytes(key), value: bytes(value) })) });
}

/** The row of `key`; fails when there is none. */
export async function mustGet(store: OrderedStore, key: StoreKey): Promise<Row> {
  const row = await store.get(key);
  assert.ok(row !== undefined, `the row of ${JSON.stringify(textOf(key))} is not there`);
  return row;
}

/** All rows as text, in key order. */
export async function contents(store: OrderedStore): Promise<Record<string, string>> {
  const rows = await store.range({ gte: bytes(''), lt: bytes('\xff\xff\xff\xff'), limit: 10_000 });
  return Object.fromEntries(rows.map(({ key, value }) => [textOf(key), textOf(value)]));
}
