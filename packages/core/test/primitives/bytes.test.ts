import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat, equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from '../../src/primitives/bytes.ts';

describe('utf8', () => {
  it('equals the encoder for any text, lone surrogates included', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 100 }), fc.string({ unit, maxLength: 100 })), (text) => {
        expect(utf8(text)).toEqual(Uint8Array.from(new TextEncoder().encode(text)));
      }),
    );
  });
});

describe('text forms of bytes', () => {
  it('give the bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromUtf8(utf8(text))).toBe(text);
      }),
    );
  });

  it.each(['0', '0g', ' 00', '00 '])('refuse %j as hex', (text) => expect(fromHex(text)).toBeUndefined());
  it.each(['A', 'AA', 'AA=', 'AAAA ', 'AA-_', 'AB=='])('refuse %j as base64', (text) => expect(fromBase64(text)).toBeUndefined());
  it('refuse bytes that are not UTF-8', () => expect(() => fromUtf8(Uint8Array.of(0x61, 0xff))).toThrow(TypeError));
});

describe('concat and equalBytes', () => {
  it('put parts one after the other and compare them', () => {
    const whole = concat(Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3));
    expect(whole).toEqual(Uint8Array.of(1, 2, 3));
    expect(equalBytes(whole, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(equalBytes(whole, Uint8Array.of(1, 2, 4))).toBe(false);
    expect(equalBytes(whole, Uint8Array.of(1, 2))).toBe(false);
  });
});
