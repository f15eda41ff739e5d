const low = 8;
const high = 4;

/** The nonces of a message's chunks: one 12-byte array, overwritten by every call. */
export type ChunkNonce = (chunk: number) => Uint8Array;

/** Nonces `baseNonce XOR chunk number` (96 bits, big-endian). */
export function startChunkNonce(baseNonce: Uint8Array): ChunkNonce {
  const nonce = baseNonce.slice();
  const view = new DataView(nonce.buffer, nonce.byteOffset, nonce.byteLength);
  const baseLow = view.getUint32(low);
  const baseHigh = view.getUint32(high);
  return (chunk) => {
    view.setUint32(low, baseLow ^ (chunk % 2 ** 32));
    view.setUint32(high, baseHigh ^ Math.floor(chunk / 2 ** 32));
    return nonce;
  };
}
