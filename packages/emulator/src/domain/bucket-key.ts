import type { SecretKey } from '@sse/core/primitives';
import { everyKey, type KeyPermission } from './key-permission.ts';
import type { BucketId } from './keyspace.ts';
import type { ReadAheadRow } from './row-reader.ts';

/** An opened bucket key (envelope.md §1): local ones wrap data keys of SSE-OSS and seal rows, KMS ones wrap data keys of SSE-KMS. */
export interface BucketKey {
  readonly id: Uint8Array;
  readonly bucketId: BucketId;
  readonly key: SecretKey;
  /** Seals rows; only local bucket keys have one. */
  readonly rowKey: SecretKey | undefined;
  /** The KMS key that wraps it; absent for local ones. */
  readonly kmsKeyId: string | undefined;
}

/**
 * What one request has learned about keys. A cached plaintext key may be used only after its rows were read in the same request
 * (envelope.md §4), so a key that was closed, disabled or shredded through any process counts at once. Never shared between requests.
 */
export interface Session {
  /** Bucket keys whose rows were read, by the names of these rows. */
  readonly opened: Map<string, Promise<BucketKey>>;
  /** Rows that were read before they were asked for, by their names. */
  readonly ahead: Map<string, ReadAheadRow>;
  /** Which KMS keys it may use. */
  readonly mayUseKey: KeyPermission;
}

/** A session of the server's own work, or with the permission of a caller. */
export function openSession(mayUseKey: KeyPermission = everyKey): Session {
  return { opened: new Map(), ahead: new Map(), mayUseKey };
}

/** How long and how often keys are used before they are replaced; see `defaultKeyLimits`. */
export interface KeyLimits {
  /** How long an opened key may stay in memory, in ms. */
  readonly cacheMs: number;
  /** How long a failed opening is remembered, in ms. */
  readonly negativeCacheMs: number;
  readonly localMaxAgeMs: number;
  readonly localMaxUses: number;
  readonly kmsMaxAgeMs: number;
  readonly kmsMaxUses: number;
  /** Uses that a process reserves in the live-key row at a time. */
  readonly leaseBlock: number;
}

/** The limits of envelope.md §4. */
export const defaultKeyLimits: KeyLimits = {
  cacheMs: 300_000,
  negativeCacheMs: 2_000,
  localMaxAgeMs: 90 * 86_400_000,
  localMaxUses: 2 ** 31,
  kmsMaxAgeMs: 3_600_000,
  kmsMaxUses: 2 ** 20,
  leaseBlock: 2 ** 16,
};
