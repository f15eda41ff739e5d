import { describe, expect, it } from 'vitest';

import {
  type EncryptionDecision,
  type EncryptionRule,
  encryptionEcho,
  readSseHeaders,
  resolveEncryption,
} from '../../src/encryption/index.ts';
import { OssError } from '../../src/errors/oss-error.ts';

const ENC = 'x-oss-server-side-encryption';
const KEY = 'x-oss-server-side-encryption-key-id';
const DATA = 'x-oss-server-side-data-encryption';

type Headers = Readonly<Record<string, string>>;
const resolve = (headers: Headers, rule?: EncryptionRule) => resolveEncryption(readSseHeaders(headers), rule);
const none: EncryptionDecision = { method: 'none' };
const kms = (keyRef: string, dataAlgorithm: 'AES256' | 'SM4' = 'AES256'): EncryptionDecision => ({
  method: 'SSE-KMS',
  keyRef,
  dataAlgorithm,
});
const sse = (dataAlgorithm: 'AES256' | 'SM4'): EncryptionDecision => ({ method: 'SSE-OSS', dataAlgorithm });

/** The reply headers of an object written with the decision, where `D` is the id of the default key. */
function echo(decision: EncryptionDecision | OssError): Headers {
  if (decision instanceof OssError) {
    throw decision;
  }
  return encryptionEcho(decision.method === 'SSE-KMS' ? { ...decision, keyId: decision.keyRef === '' ? 'D' : decision.keyRef } : decision);
}

describe('reply headers of a write without a rule (§2.3)', () => {
  it.each<[string, Headers, Headers]>([
    ['– / – / –', {}, {}],
    ['AES256', { [ENC]: 'AES256' }, { [ENC]: 'AES256' }],
    ['SM4', { [ENC]: 'SM4' }, { [ENC]: 'SM4' }],
    ['KMS', { [ENC]: 'KMS' }, { [ENC]: 'KMS', [KEY]: 'D' }],
    ['KMS / – / K', { [ENC]: 'KMS', [KEY]: 'K' }, { [ENC]: 'KMS', [KEY]: 'K' }],
    ['KMS / SM4 / –', { [ENC]: 'KMS', [DATA]: 'SM4' }, { [ENC]: 'KMS', [KEY]: 'D', [DATA]: 'SM4' }],
    ['KMS / SM4 / K', { [ENC]: 'KMS', [DATA]: 'SM4', [KEY]: 'K' }, { [ENC]: 'KMS', [KEY]: 'K', [DATA]: 'SM4' }],
    ['AES256 / SM4', { [ENC]: 'AES256', [DATA]: 'SM4' }, { [ENC]: 'AES256' }],
    ['SM4 / SM4', { [ENC]: 'SM4', [DATA]: 'SM4' }, { [ENC]: 'SM4' }],
    ['– / SM4', { [DATA]: 'SM4' }, {}],
  ])('%s', (_name, request, reply) => {
    expect(echo(resolve(request))).toEqual(reply);
  });
});

describe('refused headers (§2.2)', () => {
  it.each<[string, Headers, object]>([
    ['an unknown algorithm', { [ENC]: 'invalid' }, { code: 'InvalidEncryptionAlgorithmError', status: 400, ec: '0005-00000003' }],
    ['an empty algorithm', { [ENC]: '' }, { code: 'InvalidEncryptionAlgorithmError', ec: '0005-00000003' }],
    ['an algorithm in lower case', { [ENC]: 'aes256' }, { code: 'InvalidEncryptionAlgorithmError' }],
    ['KMS with an empty key id', { [ENC]: 'KMS', [KEY]: '' }, { code: 'InvalidArgument', status: 400, ec: '0005-00000205' }],
    ['AES256 with a key id', { [ENC]: 'AES256', [KEY]: 'K' }, { code: 'InvalidArgument', status: 400, ec: '0005-00000204' }],
    ['SM4 with a key id', { [ENC]: 'SM4', [KEY]: 'K' }, { code: 'InvalidArgument', ec: '0005-00000204' }],
    ['a key id alone', { [KEY]: 'K' }, { code: 'InvalidArgument', ec: '0005-00000204' }],
    [
      'KMS with another data cipher',
      { [ENC]: 'KMS', [DATA]: 'AES256' },
      { code: 'InvalidDataEncryptionAlgorithmError', status: 400, ec: '0005-00000203' },
    ],
    ['an unknown data cipher alone', { [DATA]: 'x' }, { code: 'InvalidDataEncryptionAlgorithmError' }],
  ])('%s', (_name, headers, error) => {
    expect(resolve(headers)).toMatchObject(error);
    expect(resolve(headers, { algorithm: 'KMS', keyId: 'R' })).toMatchObject(error);
  });
});

describe('precedence (§2.4)', () => {
  it.each<[EncryptionRule, EncryptionDecision]>([
    [{ algorithm: 'AES256' }, sse('AES256')],
    [{ algorithm: 'SM4' }, sse('SM4')],
    [{ algorithm: 'KMS' }, kms('')],
    [{ algorithm: 'KMS', keyId: 'R' }, kms('R')],
    [{ algorithm: 'KMS', dataEncryption: 'SM4' }, kms('', 'SM4')],
    [{ algorithm: 'KMS', keyId: 'R', dataEncryption: 'SM4' }, kms('R', 'SM4')],
  ])('headers come before the rule %o, which comes before nothing', (rule, byRule) => {
    expect(resolve({}, rule)).toEqual(byRule);
    expect(resolve({ [DATA]: 'SM4' }, rule)).toEqual(byRule);
    expect(resolve({ [ENC]: 'SM4' }, rule)).toEqual(sse('SM4'));
    expect(resolve({ [ENC]: 'KMS' }, rule)).toEqual(kms(''));
    expect(resolve({ [ENC]: 'KMS', [KEY]: 'K' }, rule)).toEqual(kms('K'));
  });

  it('is nothing without either', () => {
    expect(resolve({})).toEqual(none);
    expect(resolve({ [KEY]: '' })).toEqual(none);
  });
});

describe('a stored rule that is none', () => {
  it.each(['{}', '{"algorithm":"AES"}', '{"algorithm":"toString"}', '{"algorithm":"KMS","dataEncryption":"AES256"}', '{"algorithm":null}'])(
    '%s is a fault, never "none"',
    (stored) => {
      const rule: EncryptionRule = JSON.parse(stored);
      expect(() => resolve({}, rule)).toThrow(expect.objectContaining({ code: 'malformed' }));
    },
  );
});
