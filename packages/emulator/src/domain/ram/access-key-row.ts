import { keyspace, systemScope } from '../keyspace.ts';
import type { RowAddress } from '../sealed-rows.ts';
import type { RamAccessKey } from './ram-rows.ts';

/** What is kept of a pair of a user. */
export interface UserAccessKeyRow extends Omit<RamAccessKey, 'accessKeyId' | 'accessKeySecret'> {
  readonly secret: string;
}

/**
 * What is kept of any pair. Without a `user` it is the root pair: such a row is written with the pointer that names it only, and goes with it in
 * one commit, so that the pointer need not be read to know whose a pair is.
 */
export type AccessKeyRow = UserAccessKeyRow | { readonly secret: string; readonly user?: undefined };

/** Longer ids than any that is given out are not looked up. */
export const longestAccessKeyId = 128;

export function accessKeyAddress(accessKeyId: string): RowAddress {
  return { scope: systemScope, key: keyspace.accessKey(accessKeyId) };
}

export function toAccessKey(accessKeyId: string, { secret, user, status, createdAt }: UserAccessKeyRow): RamAccessKey {
  return { accessKeyId, accessKeySecret: secret, user, status, createdAt };
}

export function toRow({ accessKeySecret, user, status, createdAt }: RamAccessKey): UserAccessKeyRow {
  return { secret: accessKeySecret, user, status, createdAt };
}
