import { describe, expect, it } from 'vitest';

import { AEAD, type Aead, tagLength } from '../../src/primitives/aead.ts';
import { concat } from '../../src/primitives/bytes.ts';
import { hasNativeGcm, nativeGcm } from '../../src/primitives/gcm-native.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';
import { composedSm4Gcm } from '../../src/primitives/sm4-gcm-composed.ts';
import { startAead } from '../../src/primitives/start-aead.ts';
import { flipped, hex, sample } from './sample-bytes.ts';
import { type AeadVector, aeadVectors } from './wycheproof.ts';

const sm4Gcm: string = 'sm4-gcm';

function native(name: string, key: Uint8Array): Aead {
  if (!hasNativeGcm(name)) throw new Error(`this engine has no ${name}`);
  return nativeGcm(name, secretKey(key));
}

const implementations: readonly {
  name: string;
  file: 'aes_gcm_test.json' | 'sm4_gcm_test.json';
  keyLength: number;
  start: (key: Uint8Array) => Aead;
}[] = [
  { name: 'AES256', file: 'aes_gcm_test.json', keyLength: 32, start: (key) => startAead('AES256', secretKey(key)) },
  { name: 'SM4', file: 'sm4_gcm_test.json', keyLength: 16, start: (key) => startAead('SM4', secretKey(key)) },
  { name: 'SM4 composed', file: 'sm4_gcm_test.json', keyLength: 16, start: (key) => composedSm4Gcm(secretKey(key)) },
];

/** The lengths that the format uses; everything else has to be refused. */
function applies({ key, iv }: AeadVector, keyLength: number): boolean {
  return key.length === 2 * keyLength && iv.length === 24;
}

function sealed(aead: Aead, nonce: Uint8Array, plain: Uint8Array, aad?: Uint8Array): Uint8Array {
  const into = new Uint8Array(plain.length + tagLength);
  expect(aead.seal(nonce, plain, into, 0, aad)).toBe(into.length);
  return into;
}

describe.each(implementations)('$name against Wycheproof', ({ file, keyLength, start }) => {
  const vectors = aeadVectors(file);
  const applicable = vectors.filter((vector) => applies(vector, keyLength));

  it('has vectors of both results', () => {
    expect(applicable.filter(({ result }) => result === 'valid').length).toBeGreaterThan(30);
    expect(applicable.filter(({ result }) => result === 'invalid').length).toBeGreaterThan(20);
  });

  it.each(applicable.filter(({ result }) => result === 'invalid'))('refuses vector $tcId $comment', ({ key, iv, aad, ct, tag }) => {
    expect(start(hex(key)).open(hex(iv), concat(hex(ct), hex(tag)), hex(aad))).toBeUndefined();
  });

  it.each(applicable.filter(({ result }) => result === 'valid'))(
    'opens and seals vector $tcId $comment',
    ({ key, iv, aad, msg, ct, tag }) => {
      const aead = start(hex(key));
      expect(aead.open(hex(iv), concat(hex(ct), hex(tag)), hex(aad))).toEqual(Buffer.from(msg, 'hex'));
      expect(sealed(aead, hex(iv), hex(msg), hex(aad))).toEqual(concat(hex(ct), hex(tag)));
    },
  );

  it('refuses nonces of other lengths', () => {
    const others = vectors.filter(({ key, iv }) => key.length === 2 * keyLength && iv.length !== 24);
    expect(others.length).toBeGreaterThan(10);
    for (const { key, iv, aad, msg, ct, tag } of others) {
      const aead = start(hex(key));
      expect(() => aead.open(hex(iv), concat(hex(ct), hex(tag)), hex(aad))).toThrow(RangeError);
      expect(() => aead.seal(hex(iv), hex(msg), new Uint8Array(msg.length + tagLength), 0, hex(aad))).toThrow(RangeError);
    }
  });
});

describe('startAead', () => {
  it.each([
    ['AES256', 16],
    ['AES256', 24],
    ['AES256', 33],
    ['SM4', 32],
    ['SM4', 15],
  ] as const)('refuses for %s a key of %i bytes', (algorithm, length) => {
    expect(() => startAead(algorithm, secretKey(sample(length, 'key')))).toThrow(RangeError);
  });

  it('seals into the middle of a buffer and leaves the rest alone', () => {
    const plain = sample(100, 'plain');
    const into = new Uint8Array(200).fill(7);
    const aead = startAead('AES256', secretKey(sample(32, 'key')));
    expect(aead.seal(sample(12, 'nonce'), plain, into, 40)).toBe(116);
    expect(aead.open(sample(12, 'nonce'), into.subarray(40, 156))).toEqual(Buffer.from(plain));
    expect([...into.subarray(0, 40), ...into.subarray(156)].every((byte) => byte === 7)).toBe(true);
    expect(() => aead.seal(sample(12, 'nonce'), plain, into, 85)).toThrow(RangeError);
  });

  it.each(['AES256', 'SM4'] as const)('%s: no tag shorter than 16 bytes is accepted', (algorithm) => {
    const aead = startAead(algorithm, secretKey(sample(AEAD[algorithm].keyLength, 'key')));
    const nonce = sample(12, 'nonce');
    const whole = sealed(aead, nonce, sample(50, 'plain'));
    for (let cut = 1; cut <= whole.length; cut++) expect(aead.open(nonce, whole.subarray(0, whole.length - cut))).toBeUndefined();
  });
});

describe('SM4-GCM in both ways', () => {
  it('gives the same bytes for every length around block borders, and opens the other way', ({ skip }) => {
    skip(!hasNativeGcm(sm4Gcm), 'this engine has no SM4-GCM of its own to compare with');
    const key = sample(16, 'sm4 key');
    const [engine, composed] = [native(sm4Gcm, key), composedSm4Gcm(secretKey(key))];
    for (const length of [0, 1, 15, 16, 17, 31, 32, 33, 4096, 16383, 16384]) {
      const [nonce, plain, aad] = [sample(12, `n${length}`), sample(length, 'p'), sample(length % 37, 'a')];
      const bytes = sealed(composed, nonce, plain, aad);
      expect(bytes).toEqual(sealed(engine, nonce, plain, aad));
      expect(engine.open(nonce, bytes, aad)).toEqual(composed.open(nonce, bytes, aad));
      expect(composed.open(nonce, flipped(bytes, -1), aad)).toBeUndefined();
      expect(composed.open(nonce, flipped(bytes, 0), aad)).toBeUndefined();
    }
  });
});
