// GHASH (NIST SP 800-38D §6.4) in plain code with 4-bit tables for each of the 32 places of a nibble: no shifts and no reduction
// for each block. Table look-ups depend on the data, so this is not constant-time against an attacker who shares the processor's
// cache; it is used only where the engine has no GCM for the cipher.

const places = 32;
const entries = 16;
const lanes = 4;

/** GHASH under one hash key. */
export type Ghash = (associated: Uint8Array, ciphertext: Uint8Array) => Uint8Array;

/** Starts GHASH under `hashKey` (16 bytes: the encrypted zero block); the function returns the 16 bytes for an AAD and a ciphertext. */
export function startGhash(hashKey: Uint8Array): Ghash {
  const table = productTable(hashKey);
  return (associated, ciphertext) => {
    const state = new Uint32Array(lanes);
    absorb(table, state, associated);
    absorb(table, state, ciphertext);
    absorb(table, state, lengths(associated.length, ciphertext.length));
    const result = new Uint8Array(16);
    const view = new DataView(result.buffer);
    state.forEach((word, lane) => view.setUint32(lane * 4, word));
    return result;
  };
}

/** `n` times the hash key, moved to place `p`, in four words at `4 (16 p + n)`. */
function productTable(hashKey: Uint8Array): Uint32Array {
  const table = new Uint32Array(places * entries * lanes);
  const view = new DataView(hashKey.buffer, hashKey.byteOffset, hashKey.byteLength);
  let words = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  for (let place = 0; place < places; place++) {
    for (let bit = 8; bit >= 1; bit >>= 1) {
      addToMultiples(table, place, bit, words);
      words = timesX(words);
    }
  }
  return table;
}

/** Adds `words` to every entry of a place whose number has `bit` set. */
function addToMultiples(table: Uint32Array, place: number, bit: number, words: readonly number[]): void {
  for (let entry = 0; entry < entries; entry++) {
    if ((entry & bit) === 0) continue;
    const at = (place * entries + entry) * lanes;
    words.forEach((word, lane) => {
      table[at + lane] = (table[at + lane] ?? 0) ^ word;
    });
  }
}

/** Times x in GCM's bit order, where the highest bit of the first word is the coefficient of 1. */
function timesX([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number[] {
  const reduction = -(d & 1) & 0xe1000000;
  return [(a >>> 1) ^ reduction, (b >>> 1) | (a << 31), (c >>> 1) | (b << 31), (d >>> 1) | (c << 31)];
}

/** Takes `bytes`, padded with zeros to whole blocks, into the state. */
function absorb(table: Uint32Array, state: Uint32Array, bytes: Uint8Array): void {
  const whole = bytes.length - (bytes.length % 16);
  absorbBlocks(table, state, bytes, whole);
  if (whole === bytes.length) return;
  const padded = new Uint8Array(16);
  padded.set(bytes.subarray(whole));
  absorbBlocks(table, state, padded, 16);
}

function absorbBlocks(table: Uint32Array, state: Uint32Array, bytes: Uint8Array, length: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  for (let block = 0; block < length; block += 16) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let lane = 0; lane < lanes; lane++) {
      const word = (state[lane] ?? 0) ^ view.getUint32(block + lane * 4);
      let base = lane * 8 * entries * lanes;
      for (let shift = 28; shift >= 0; shift -= 4) {
        const at = base + ((word >>> shift) & 15) * lanes;
        a ^= table[at] ?? 0;
        b ^= table[at + 1] ?? 0;
        c ^= table[at + 2] ?? 0;
        d ^= table[at + 3] ?? 0;
        base += entries * lanes;
      }
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  }
}

/** The last block: both lengths in bits. */
function lengths(associated: number, ciphertext: number): Uint8Array {
  const block = new Uint8Array(16);
  const view = new DataView(block.buffer);
  for (const [at, bytes] of [
    [0, associated],
    [8, ciphertext],
  ] as const) {
    view.setUint32(at, Math.floor(bytes / 2 ** 29));
    view.setUint32(at + 4, (bytes * 8) % 2 ** 32);
  }
  return block;
}
