import { Fault } from '../errors/fault.ts';
import { concat } from '../primitives/index.ts';
import { startChunkNonce } from './chunk-nonce.ts';
import { deriveMessageKey, type MessageParameters } from './message-key.ts';
import { chunkSize, sealedBatchSize } from './sizes.ts';

/** A message being sealed, in batches of whole chunks. */
export interface Sealer {
  /** Salt and commitment, 56 bytes: the start of the message. */
  readonly header: Uint8Array;
  /**
   * Seals the next `plain.length / 16384` chunks into the start of `into` and returns the bytes written (`sealedBatchSize`).
   * With `last`, `plain` may have any length, the final short chunk (maybe empty) is written too, and the message is complete.
   * Throws `Fault('misuse')` on part of a chunk before the last batch, on too small an `into`, and after the last batch.
   */
  sealBatch(plain: Uint8Array, into: Uint8Array, last: boolean): number;
}

/**
 * Starts a message of c2sp.org/chunked-encryption under `salt`, 24 random bytes never used before with this input key.
 * Throws `Fault('misuse')` on an input key or salt of the wrong length.
 */
export function startSeal({ salt, ...parameters }: MessageParameters & { readonly salt: Uint8Array }): Sealer {
  const { aead, baseNonce, commitment } = deriveMessageKey(parameters, salt);
  const nonceOf = startChunkNonce(baseNonce);
  let chunk = 0;
  let ended = false;

  function sealBatch(plain: Uint8Array, into: Uint8Array, last: boolean): number {
    const size = sealedBatchSize(plain.length, last);
    if (ended) throw new Fault('misuse', 'the last batch of this message is sealed already');
    if (!last && plain.length % chunkSize !== 0)
      throw new Fault('misuse', `expected whole chunks of ${chunkSize} bytes, got ${plain.length} bytes`);
    if (into.length < size) throw new Fault('misuse', `expected room for ${size} bytes, got ${into.length}`);
    ended = last;
    let written = 0;
    for (let at = 0; written < size; at += chunkSize) {
      written += aead.seal(nonceOf(chunk++), plain.subarray(at, at + chunkSize), into, written);
    }
    return size;
  }
  return { header: concat(salt, commitment), sealBatch };
}
