import { Fault } from '../errors/fault.ts';
import { tagLength } from '../primitives/index.ts';

/** Plaintext bytes in every chunk but the last, which has fewer. */
export const chunkSize = 16384;

/** Bytes of a sealed chunk that is not the last. */
export const sealedChunkSize: number = chunkSize + tagLength;

/** Bytes of a message's salt. */
export const saltLength = 24;

/** Bytes of a message's key commitment. */
export const commitmentLength = 32;

/** Bytes before the first chunk of a sealed message: salt and commitment. */
export const headerSize: number = saltLength + commitmentLength;

/** Length of the sealed message for `plainLength` bytes of plaintext; throws `Fault('misuse')` when that is no length. */
export function sealedSize(plainLength: number): number {
  return headerSize + sealedBatchSize(plainLength, true);
}

/** Bytes that sealing a batch of `plainLength` bytes writes; `last` adds the final short chunk, which may hold nothing but its tag. */
export function sealedBatchSize(plainLength: number, last: boolean): number {
  if (!Number.isSafeInteger(plainLength) || plainLength < 0) throw new Fault('misuse', `expected a length in bytes, got ${plainLength}`);
  return plainLength + tagLength * (Math.floor(plainLength / chunkSize) + (last ? 1 : 0));
}

/** Length of the plaintext of a sealed message of `sealedLength` bytes; `undefined` when no message has that length. */
export function plainSize(sealedLength: number): number | undefined {
  const body = sealedLength - headerSize;
  if (!Number.isSafeInteger(body) || body < 0 || body % sealedChunkSize < tagLength) return undefined;
  return body - tagLength * (Math.floor(body / sealedChunkSize) + 1);
}
