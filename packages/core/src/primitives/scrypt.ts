import { scryptSync } from 'node:crypto';
import { type SecretKey, takeSecretKey } from './secret-key.ts';

/** Bounds of scrypt's cost: N = 2^log2N, and 2^log2N KiB of memory at r = 8. */
export const scryptLog2N = { minimum: 14, standard: 17, maximum: 20 } as const;

/** scrypt's block size r, the only one in use. */
export const scryptBlockSize = 8;

/** scrypt's parallelism p, the only one in use. */
export const scryptParallelism = 1;

/** Whether `log2N` is a cost this library accepts, from stored data or from a caller. */
export function isScryptLog2N(log2N: number): boolean {
  return Number.isInteger(log2N) && log2N >= scryptLog2N.minimum && log2N <= scryptLog2N.maximum;
}

/**
 * A 32-byte key from a passphrase by scrypt (RFC 7914) with r = 8, p = 1. Blocks for about 2^(log2N - 18) seconds.
 * Throws `RangeError` for a `log2N` outside the bounds before it uses any memory.
 */
export function scryptKey({ passphrase, salt, log2N }: { passphrase: Uint8Array; salt: Uint8Array; log2N: number }): SecretKey {
  if (!isScryptLog2N(log2N)) {
    throw new RangeError(`expected a scrypt log2N from ${scryptLog2N.minimum} to ${scryptLog2N.maximum}, got ${log2N}`);
  }
  const N = 2 ** log2N;
  const working = 128 * scryptBlockSize * N;
  return takeSecretKey(scryptSync(passphrase, salt, 32, { N, r: scryptBlockSize, p: scryptParallelism, maxmem: working + 1024 * 1024 }));
}
