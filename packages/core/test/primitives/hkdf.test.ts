import { hkdfSync } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hmac } from '../../src/primitives/digest.ts';
import { expand, expandKey } from '../../src/primitives/hkdf.ts';
import { keyLength, secretKey, withKeyBytes } from '../../src/primitives/secret-key.ts';
import { hex, sample } from './sample-bytes.ts';
import { type HkdfVector, hkdfVectors } from './wycheproof.ts';

/** The step that the envelope leaves out, as RFC 5869 §2.2 has it. */
function extract({ ikm, salt }: HkdfVector): Uint8Array {
  return hmac('sha512', salt === '' ? new Uint8Array(64) : hex(salt), hex(ikm));
}

function derive(vector: HkdfVector): Uint8Array {
  return expand(secretKey(extract(vector)), hex(vector.info), vector.size);
}

describe('expand against Wycheproof', () => {
  const vectors = hkdfVectors();

  it('has vectors of both results', () => {
    expect(vectors.map(({ result }) => result)).toEqual(expect.arrayContaining(['valid', 'invalid']));
  });

  it.each(vectors.filter(({ result }) => result === 'valid'))('vector $tcId', (vector) => {
    expect(Buffer.from(derive(vector)).toString('hex')).toBe(vector.okm);
  });

  it.each(vectors.filter(({ result }) => result === 'invalid'))('refuses vector $tcId', (vector) => {
    expect(() => derive(vector)).toThrow(RangeError);
  });
});

describe('expand', () => {
  it('equals the second half of the engine HKDF for every length up to four blocks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 256 }), (info, length) => {
        const [ikm, salt] = [sample(32, 'ikm'), sample(16, 'salt')];
        const whole = length === 0 ? new Uint8Array(0) : new Uint8Array(hkdfSync('sha512', ikm, salt, info, length));
        expect(Uint8Array.from(expand(secretKey(hmac('sha512', salt, ikm)), info, length))).toEqual(whole);
      }),
    );
  });

  it.each([-1, 1.5, 16321, Number.NaN])('refuses a length of %d', (length) => {
    expect(() => expand(secretKey(sample(32, 'key')), new Uint8Array(0), length)).toThrow(RangeError);
  });
});

describe('expandKey', () => {
  it('makes a key of what expand gives', () => {
    const [key, info] = [secretKey(sample(32, 'key')), sample(9, 'info')];
    const derived = expandKey(key, info, 16);
    expect(keyLength(derived)).toBe(16);
    expect(withKeyBytes(derived, (bytes) => Uint8Array.from(bytes))).toEqual(Uint8Array.from(expand(key, info, 16)));
  });
});
