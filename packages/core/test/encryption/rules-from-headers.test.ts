import { describe, expect, it } from 'vitest';

import { readSseHeaders, rulesFromHeaders } from '../../src/encryption/index.ts';

const ENC = 'x-oss-server-side-encryption';
const KEY = 'x-oss-server-side-encryption-key-id';
const DATA = 'x-oss-server-side-data-encryption';
const CONTEXT = 'x-oss-server-side-encryption-context';
const from = (headers: Record<string, string>) => rulesFromHeaders(readSseHeaders(headers));

describe('the rule of a new bucket (§1.7)', () => {
  it.each([
    [{}, undefined],
    [{ [DATA]: 'SM4' }, undefined],
    [{ [ENC]: 'SM4' }, { algorithm: 'SM4' }],
    [{ [ENC]: 'AES256', [DATA]: 'SM4' }, { algorithm: 'AES256' }],
    [{ [ENC]: 'KMS' }, { algorithm: 'KMS' }],
    [
      { [ENC]: 'KMS', [DATA]: 'SM4' },
      { algorithm: 'KMS', dataEncryption: 'SM4' },
    ],
    [
      { [ENC]: 'KMS', [DATA]: 'SM4', [KEY]: 'kms-id' },
      { algorithm: 'KMS', keyId: 'kms-id', dataEncryption: 'SM4' },
    ],
  ])('%o gives %o', (headers, rule) => {
    expect(from(headers)).toEqual(rule);
  });
});

describe('headers for what is not built', () => {
  it.each([`${ENC}-customer-algorithm`, `${ENC}-customer-key`, `${ENC}-customer-key-md5`, `${ENC}-bucket-key-enabled`, `${DATA}-x`])(
    '%s is NotImplemented by name, before anything else',
    (name) => {
      const result = from({ [ENC]: 'invalid', [name]: 'c2VjcmV0' });
      expect(result).toMatchObject({ code: 'NotImplemented', details: { ArgumentName: name } });
      expect(JSON.stringify(result)).not.toContain('c2VjcmV0');
    },
  );

  it.each([
    ['no key id', { [ENC]: 'KMS', [CONTEXT]: '{}' }, 'InvalidArgument', '0005-00000228'],
    ['no key id and no JSON', { [ENC]: 'KMS', [CONTEXT]: 'x' }, 'InvalidArgument', '0005-00000228'],
    ['no algorithm', { [CONTEXT]: '{}' }, 'InvalidArgument', '0005-00000228'],
    ['another algorithm', { [ENC]: 'AES256', [CONTEXT]: '{}' }, 'InvalidArgument', '0005-00000228'],
    ['no JSON', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: '{' }, 'InvalidArgument', '0005-00000230'],
    ['nothing in it', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: '' }, 'InvalidArgument', '0005-00000230'],
    ['a list', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: '["a"]' }, 'InvalidArgument', '0005-00000230'],
    ['null', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: 'null' }, 'InvalidArgument', '0005-00000230'],
    ['a number in it', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: '{"a":1}' }, 'InvalidArgument', '0005-00000230'],
    ['nothing wrong', { [ENC]: 'KMS', [KEY]: 'K', [CONTEXT]: '{"a":"b"}' }, 'NotImplemented', undefined],
    ['an unknown algorithm', { [ENC]: 'x', [KEY]: 'K', [CONTEXT]: '{' }, 'InvalidEncryptionAlgorithmError', '0005-00000003'],
    ['a key id that does not apply', { [ENC]: 'SM4', [KEY]: 'K', [CONTEXT]: '{' }, 'InvalidArgument', '0005-00000204'],
  ])('a context with %s', (_name, headers, code, ec) => {
    expect(from(headers)).toMatchObject({ code, ec });
  });
});
