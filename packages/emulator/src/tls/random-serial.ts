import { randomBytes } from 'node:crypto';

/** A serial number of 126 random bits, as 16 bytes of a positive number. */
export function randomSerial(): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial;
}
