import { describe, expect, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { isScryptLog2N, scryptKey } from '../../src/primitives/scrypt.ts';
import { withKeyBytes } from '../../src/primitives/secret-key.ts';

describe('scryptKey', () => {
  it('gives the first bytes of the vector of RFC 7914 §12 with N = 2^14, r = 8, p = 1', () => {
    const key = scryptKey({ passphrase: utf8('pleaseletmein'), salt: utf8('SodiumChloride'), log2N: 14 });
    expect(withKeyBytes(key, (bytes) => Buffer.from(bytes).toString('hex'))).toBe(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    );
  });

  it.each([13, 21, 40, 255, 16.5, Number.NaN, -1])('refuses log2N = %d', (log2N) => {
    expect(isScryptLog2N(log2N)).toBe(false);
    expect(() => scryptKey({ passphrase: utf8('x'), salt: utf8('y'), log2N })).toThrow(RangeError);
  });
});
