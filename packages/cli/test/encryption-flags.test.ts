import { describe, expect, it } from 'vitest';
import { readEncryptionFlags, showEncryption } from '../src/encryption-flags.ts';

describe('encryption flags', () => {
  it.each([
    [{}, undefined, 'none'],
    [{ sseAlgorithm: 'AES256' }, { algorithm: 'AES256' }, 'AES256'],
    [{ sseAlgorithm: 'SM4' }, { algorithm: 'SM4' }, 'SM4'],
    [{ sseAlgorithm: 'KMS' }, { algorithm: 'KMS' }, 'KMS'],
    [
      { sseAlgorithm: 'KMS', kmsMasterkeyId: 'k', kmsDataEncryption: 'SM4' },
      { algorithm: 'KMS', keyId: 'k', dataEncryption: 'SM4' },
      'KMS, key k, data SM4',
    ],
  ])('%j name %j', (flags, rule, words) => {
    expect(readEncryptionFlags(flags)).toEqual(rule);
    expect(showEncryption(readEncryptionFlags(flags))).toBe(words);
  });

  it.each([
    [{ sseAlgorithm: 'aes256' }, 'expected --sse-algorithm AES256 or SM4 or KMS, got "aes256"'],
    [{ sseAlgorithm: '' }, 'expected --sse-algorithm AES256 or SM4 or KMS, got ""'],
    [{ sseAlgorithm: 'KMS', kmsDataEncryption: 'AES256' }, 'expected --kms-data-encryption SM4, got "AES256"'],
    [{ sseAlgorithm: 'AES256', kmsMasterkeyId: 'k' }, 'expected --kms-masterkey-id only with --sse-algorithm KMS'],
    [{ sseAlgorithm: 'SM4', kmsDataEncryption: 'SM4' }, 'expected --kms-data-encryption only with --sse-algorithm KMS'],
    [{ kmsMasterkeyId: 'k' }, 'expected --kms-masterkey-id only with --sse-algorithm KMS'],
    [{ sseAlgorithm: 'KMS', kmsMasterkeyId: '' }, 'expected a key id after --kms-masterkey-id, got an empty one'],
  ])('%j are refused', (flags, message) => {
    expect(() => readEncryptionFlags(flags)).toThrow(message);
  });
});
