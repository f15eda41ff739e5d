import { type Lanes, multiply, timesX } from './crc64-polynomial.ts';

/** Eight tables of 256 entries one after the other, each entry split into two 32-bit lanes. */
export interface SlicingTables {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Tables that apply a linear function to a 64-bit value byte by byte: entry `256 k + b` is the image of byte `b` at place `k` (0 the lowest). */
function linearTables(image: (value: Lanes) => Lanes): SlicingTables {
  const high = new Uint32Array(2048);
  const low = new Uint32Array(2048);
  for (let bit = 0; bit < 64; bit++) {
    const value = image({ high: bit < 32 ? 0 : (1 << (bit - 32)) >>> 0, low: bit < 32 ? (1 << bit) >>> 0 : 0 });
    const table = (bit >> 3) * 256;
    const place = 1 << (bit & 7);
    for (let below = 0; below < place; below++) {
      high[table + place + below] = (high[table + below] ?? 0) ^ value.high;
      low[table + place + below] = (low[table + below] ?? 0) ^ value.low;
    }
  }
  return { high, low };
}

/** Tables of slicing-by-8: the CRC state after eight more bytes is the sum of the entries of its bytes XOR the input's. */
export function crcTables(): SlicingTables {
  return linearTables((value) => {
    let state = value;
    for (let step = 0; step < 64; step++) state = timesX(state);
    return state;
  });
}

/** Tables that multiply a CRC state by `factor`. */
export function productTables(factor: Lanes): SlicingTables {
  return linearTables((value) => multiply(value, factor));
}
