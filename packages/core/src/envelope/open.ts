import { Fault } from '../errors/fault.ts';
import { equalBytes, tagLength } from '../primitives/index.ts';
import { startChunkNonce } from './chunk-nonce.ts';
import { deriveMessageKey, type MessageParameters } from './message-key.ts';
import { headerSize, saltLength, sealedChunkSize } from './sizes.ts';

/** A sealed message being opened, in batches that may start at any chunk. */
export interface Opener {
  /**
   * The plaintext of each chunk of `sealed`, verified, in fresh memory; `firstChunk` is the number of its first chunk in the message.
   * With `last`, `sealed` reaches the end of the message, so its final short chunk (maybe of no bytes) must be there; else it is whole chunks.
   * Nothing is kept from one batch to the next. Throws `Fault('not-authentic')`, and then releases nothing of the batch.
   */
  openBatch(sealed: Uint8Array, firstChunk: number, last: boolean): Uint8Array[];
}

/**
 * Opens a message by its 56-byte header, whose commitment is checked here, in constant time.
 * Throws `Fault('not-authentic')` on a header of another length, key or context, `Fault('misuse')` on an input key of the wrong length.
 */
export function startOpen({ header, ...parameters }: MessageParameters & { readonly header: Uint8Array }): Opener {
  if (header.length !== headerSize) throw new Fault('not-authentic', `expected a header of ${headerSize} bytes, got ${header.length}`);
  const { aead, baseNonce, commitment } = deriveMessageKey(parameters, header.subarray(0, saltLength));
  if (!equalBytes(commitment, header.subarray(saltLength))) throw new Fault('not-authentic', 'the key commitment does not match');
  const nonceOf = startChunkNonce(baseNonce);

  function openBatch(sealed: Uint8Array, firstChunk: number, last: boolean): Uint8Array[] {
    if (!Number.isSafeInteger(firstChunk) || firstChunk < 0) throw new Fault('misuse', `expected the number of a chunk, got ${firstChunk}`);
    const rest = sealed.length % sealedChunkSize;
    if (last ? rest < tagLength : rest !== 0) {
      throw new Fault('not-authentic', `${sealed.length} bytes are not whole chunks${last ? ' and a final short one' : ''}`);
    }
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < sealed.length; at += sealedChunkSize) {
      const chunk = firstChunk + pieces.length;
      const plain = aead.open(nonceOf(chunk), sealed.subarray(at, at + sealedChunkSize));
      if (plain === undefined) throw new Fault('not-authentic', `chunk ${chunk} does not authenticate`);
      pieces.push(plain);
    }
    return pieces;
  }
  return { openBatch };
}
