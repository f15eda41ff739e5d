import { Fault } from '../errors/fault.ts';

/** `value` in one byte. */
export function u8(value: number): Uint8Array {
  return bigEndian(value, 1);
}

/** `value` in two bytes, big-endian. */
export function u16(value: number): Uint8Array {
  return bigEndian(value, 2);
}

/** `value` in four bytes, big-endian. */
export function u32(value: number): Uint8Array {
  return bigEndian(value, 4);
}

/** `value` in eight bytes, big-endian; at most 2^53 - 1. */
export function u64(value: number): Uint8Array {
  return bigEndian(value, 8);
}

function bigEndian(value: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length) {
    throw new Fault('misuse', `expected an unsigned integer of ${length} bytes, got ${value}`);
  }
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
