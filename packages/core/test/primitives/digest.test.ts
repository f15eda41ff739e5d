import { describe, expect, it } from 'vitest';

import { toHex, utf8 } from '../../src/primitives/bytes.ts';
import { hash, hmac, keyedHmac, startHash } from '../../src/primitives/digest.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';

// RFC 1321 §A.5, RFC 3174, FIPS 180-4 examples for "abc".
const digests = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha512:
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
} as const;

describe.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('%s', (name) => {
  it('has its published value, at once and piece by piece', () => {
    const running = startHash(name);
    running.update(utf8('a'));
    running.update(utf8('bc'));
    expect(toHex(hash(name, utf8('abc')))).toBe(digests[name]);
    expect(toHex(running.digest())).toBe(digests[name]);
  });
});

describe('hmac', () => {
  it('has the value of RFC 4231 test case 2, also under a SecretKey', () => {
    const [key, bytes] = [utf8('Jefe'), utf8('what do ya want for nothing?')];
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(toHex(hmac('sha256', key, bytes))).toBe(expected);
    expect(toHex(keyedHmac('sha256', secretKey(key), bytes))).toBe(expected);
  });
});
