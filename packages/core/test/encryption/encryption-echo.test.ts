import { describe, expect, it } from 'vitest';

import { encryptionEcho, type StoredEncryption } from '../../src/encryption/index.ts';

describe('encryptionEcho', () => {
  it('says nothing about an object that is not encrypted', () => {
    expect(encryptionEcho({ method: 'none' })).toEqual({});
  });

  it('never leaves out the key id', () => {
    expect(() => encryptionEcho({ method: 'SSE-KMS', keyId: '', dataAlgorithm: 'SM4' })).toThrow(
      expect.objectContaining({ code: 'misuse' }),
    );
  });

  it('takes no unknown method for none', () => {
    const stored: StoredEncryption = JSON.parse('{"method":"SSE-C"}');
    expect(() => encryptionEcho(stored)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
