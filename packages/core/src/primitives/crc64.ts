import { fromLanes, multiply, shiftFactor, toLanes } from './crc64-polynomial.ts';
import { crcTables } from './crc64-tables.ts';

const { high: tableHigh, low: tableLow } = /* @__PURE__ */ crcTables();

/**
 * CRC-64/XZ (the service's `crc64ecma`) of all bytes so far and `bytes`; `crc` is the value so far, 0n at the start.
 * `crc64(0n, utf8('123456789'))` is 0x995dc9bbdf1939fan. `createCrc64Engine` does the same at twice the speed.
 */
export function crc64(crc: bigint, bytes: Uint8Array): bigint {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const wholeWords = length - (length % 8);
  const start = toLanes(crc);
  let high = ~start.high;
  let low = ~start.low;
  let at = 0;
  for (; at < wholeWords; at += 8) {
    low ^= view.getUint32(at, true);
    high ^= view.getUint32(at + 4, true);
    const nextHigh = sliced(tableHigh, high, low);
    low = sliced(tableLow, high, low);
    high = nextHigh;
  }
  for (; at < length; at++) {
    const entry = 1792 + ((low ^ (bytes[at] ?? 0)) & 0xff);
    low = ((low >>> 8) | (high << 24)) ^ (tableLow[entry] ?? 0);
    high = (high >>> 8) ^ (tableHigh[entry] ?? 0);
  }
  return fromLanes(~high, ~low);
}

/** The CRC-64 of two byte strings one after the other, from `left` and `right` of each and the length in bytes of the second. */
export function combineCrc64(left: bigint, right: bigint, rightLength: number): bigint {
  if (!Number.isSafeInteger(rightLength) || rightLength < 0) throw new RangeError(`expected a length in bytes, got ${rightLength}`);
  const moved = multiply(toLanes(left), shiftFactor(rightLength));
  return fromLanes(moved.high, moved.low) ^ right;
}

function sliced(table: Uint32Array, high: number, low: number): number {
  return (
    (table[low & 0xff] ?? 0) ^
    (table[256 + ((low >>> 8) & 0xff)] ?? 0) ^
    (table[512 + ((low >>> 16) & 0xff)] ?? 0) ^
    (table[768 + (low >>> 24)] ?? 0) ^
    (table[1024 + (high & 0xff)] ?? 0) ^
    (table[1280 + ((high >>> 8) & 0xff)] ?? 0) ^
    (table[1536 + ((high >>> 16) & 0xff)] ?? 0) ^
    (table[1792 + (high >>> 24)] ?? 0)
  );
}
