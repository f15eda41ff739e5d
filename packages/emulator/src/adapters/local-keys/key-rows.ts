import { Fault } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import { keyspace, systemScope } from '../../domain/keyspace.ts';
import type { KmsKey, KmsKeyTraits } from '../../domain/kms/kms-key.ts';
import type { RowAddress } from '../../domain/sealed-rows.ts';

/** A key as it is stored. */
export interface KeyRow extends KmsKeyTraits {
  readonly createdAt: number;
  readonly aliases: readonly string[];
  /** Newest first; the first one wraps. */
  readonly versions: readonly KeyVersionRow[];
}

export interface KeyVersionRow {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** 32 bytes. */
  readonly material: Uint8Array;
  /** Absent: with the key. */
  readonly createdAt?: number;
}

/** Which key an alias names. The key's row lists its aliases: both change in one commit. */
export interface AliasRow {
  readonly keyId: string;
}

/** The default key's alias: the naming pattern of other services (protocol reference §2.8, a guess). */
export const defaultAlias = 'alias/acs/oss';

export function keyAddress(keyId: string): RowAddress {
  return { scope: systemScope, key: keyspace.kmsKey(keyId) };
}

export function aliasAddress(alias: string): RowAddress {
  return { scope: systemScope, key: keyspace.kmsAlias(alias) };
}

/** A key without its material. */
export function publicKeyOf(keyId: string, { versions, ...row }: KeyRow): KmsKey {
  const [first, ...older] = versions.map(({ id, createdAt = row.createdAt }) => ({ id: uuidOf(id), createdAt }));
  if (first === undefined) throw new Fault('not-authentic', `key ${keyId} has no version`);
  return { ...row, keyId, isDefault: row.aliases.includes(defaultAlias), versions: [first, ...older] };
}

/** 16 bytes in the form of a UUID. */
export function uuidOf(bytes: Uint8Array): string {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
