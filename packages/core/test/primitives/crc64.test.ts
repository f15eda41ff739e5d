import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { combineCrc64, crc64 } from '../../src/primitives/crc64.ts';
import { sample } from './sample-bytes.ts';

/** The definition, bit by bit. */
function reference(bytes: Uint8Array): bigint {
  let crc = 0xffffffffffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return crc ^ 0xffffffffffffffffn;
}

describe('crc64', () => {
  it('has the check value of CRC-64/XZ', () => {
    expect(crc64(0n, utf8('123456789'))).toBe(0x995dc9bbdf1939fan);
    expect(crc64(0n, new Uint8Array(0))).toBe(0n);
  });

  it('equals the bitwise definition at every length and offset', () => {
    const bytes = sample(80, 'crc');
    for (let start = 0; start < 9; start++) {
      for (let end = start; end <= bytes.length; end++)
        expect(crc64(0n, bytes.subarray(start, end))).toBe(reference(bytes.subarray(start, end)));
    }
  });

  it('may be fed in pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
        expect(crc64(crc64(0n, bytes.subarray(0, at)), bytes.subarray(at))).toBe(reference(bytes));
      }),
    );
  });
});

describe('combineCrc64', () => {
  it('gives the CRC of the parts one after the other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (left, right) => {
        const whole = Uint8Array.from([...left, ...right]);
        expect(combineCrc64(crc64(0n, left), crc64(0n, right), right.length)).toBe(crc64(0n, whole));
      }),
    );
  });

  it('is associative for lengths beyond 32 bits', () => {
    const lengths = fc.integer({ min: 0, max: 2 ** 45 });
    const value = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(value, value, value, lengths, lengths, (a, b, c, lengthOfB, lengthOfC) => {
        const leftFirst = combineCrc64(combineCrc64(a, b, lengthOfB), c, lengthOfC);
        expect(combineCrc64(a, combineCrc64(b, c, lengthOfC), lengthOfB + lengthOfC)).toBe(leftFirst);
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 53])('refuses a length of %d', (length) => {
    expect(() => combineCrc64(1n, 2n, length)).toThrow(RangeError);
  });
});
