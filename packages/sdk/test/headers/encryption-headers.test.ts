import type { EncryptionRule } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { checkedRule, encryptionHeaders, readEncryption } from '../../src/headers/encryption-headers.ts';

const RULES: readonly EncryptionRule[] = [
  { algorithm: 'AES256' },
  { algorithm: 'SM4' },
  { algorithm: 'KMS' },
  { algorithm: 'KMS', keyId: 'key' },
  { algorithm: 'KMS', dataEncryption: 'SM4' },
  { algorithm: 'KMS', keyId: 'key', dataEncryption: 'SM4' },
];

/** What a caller without types may send. */
function untyped(rule: object): EncryptionRule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test is about what the types refuse
  return rule as EncryptionRule;
}

describe('encryption headers', () => {
  it.each(RULES)('spell %j and read it back', (rule) => {
    expect(readEncryption(encryptionHeaders(rule), 'HeadObject')).toEqual(rule);
  });

  it('are none without a rule', () => {
    expect(encryptionHeaders(undefined)).toEqual({});
    expect(readEncryption({ 'content-type': 'text/plain' }, 'HeadObject')).toBeUndefined();
  });

  it.each([
    { algorithm: 'AES256', keyId: 'key' },
    { algorithm: 'SM4', keyId: 'key' },
    { algorithm: 'AES256', dataEncryption: 'SM4' },
    { algorithm: 'KMS', dataEncryption: 'AES256' },
    { algorithm: 'KMS', keyId: '' },
    { algorithm: 'aes256' },
    {},
  ])('refuse %j at run time too', (rule) => {
    expect(() => checkedRule(untyped(rule))).toThrow(expect.objectContaining({ code: 'misuse' }));
  });

  it.each([
    { 'x-oss-server-side-encryption': 'ROT13' },
    { 'x-oss-server-side-encryption': '' },
    { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'DES' },
    { 'x-oss-server-side-encryption-key-id': 'key' },
  ])('of a reply that nobody knows are an error, not "none": %j', (headers) => {
    expect(() => readEncryption(headers, 'HeadObject')).toThrow(expect.objectContaining({ kind: 'malformed-reply' }));
  });
});
