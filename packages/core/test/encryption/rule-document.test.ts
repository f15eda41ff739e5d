import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';

import { bucketInfoRule, encodeEncryptionRule, type EncryptionRule, parseEncryptionRule } from '../../src/encryption/index.ts';
import { utf8 } from '../../src/primitives/bytes.ts';

const wrap = (elements: string) =>
  `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>${elements}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;
const algorithm = (value: string) => `<SSEAlgorithm>${value}</SSEAlgorithm>`;
const key = (value: string) => `<KMSMasterKeyID>${value}</KMSMasterKeyID>`;
const data = (value: string) => `<KMSDataEncryption>${value}</KMSDataEncryption>`;
const parse = (elements: string) => parseEncryptionRule(utf8(wrap(elements)));

describe('EncryptionRule', () => {
  it('has no illegal combination', () => {
    expectTypeOf<{ algorithm: 'AES256' }>().toExtend<EncryptionRule>();
    expectTypeOf<{ algorithm: 'KMS'; keyId: string; dataEncryption: 'SM4' }>().toExtend<EncryptionRule>();
    expectTypeOf<{ algorithm: 'AES256'; keyId: string }>().not.toExtend<EncryptionRule>();
    expectTypeOf<{ algorithm: 'SM4'; dataEncryption: 'SM4' }>().not.toExtend<EncryptionRule>();
    expectTypeOf<{ algorithm: 'KMS'; dataEncryption: 'AES256' }>().not.toExtend<EncryptionRule>();
    expectTypeOf<{ keyId: string }>().not.toExtend<EncryptionRule>();
    expectTypeOf<{ algorithm: 'None' }>().not.toExtend<EncryptionRule>();
  });
});

describe('parseEncryptionRule accepts', () => {
  it.each<[string, string, EncryptionRule]>([
    ['AES256', algorithm('AES256'), { algorithm: 'AES256' }],
    ['SM4', algorithm('SM4'), { algorithm: 'SM4' }],
    ['AES256 with an empty key id and data cipher', algorithm('AES256') + key('') + data(''), { algorithm: 'AES256' }],
    ['KMS', algorithm('KMS'), { algorithm: 'KMS' }],
    ['KMS with an empty key id', `${algorithm('KMS')}<KMSMasterKeyID/>`, { algorithm: 'KMS' }],
    ['KMS with white space for a key id', algorithm('KMS') + key('\n  '), { algorithm: 'KMS' }],
    ['KMS with any key id', algorithm('KMS') + key('test_wrong'), { algorithm: 'KMS', keyId: 'test_wrong' }],
    ['KMS with a masked key id', algorithm('KMS') + key('9468da86-****'), { algorithm: 'KMS', keyId: '9468da86-****' }],
    ['KMS with SM4', algorithm('KMS') + data('SM4'), { algorithm: 'KMS', dataEncryption: 'SM4' }],
    [
      'KMS with SM4 and a key id, keys first',
      key('k') + data('SM4') + algorithm('KMS'),
      { algorithm: 'KMS', keyId: 'k', dataEncryption: 'SM4' },
    ],
    ['AES256 with SM4, which it drops', algorithm('AES256') + data('SM4'), { algorithm: 'AES256' }],
    ['SM4 with SM4, which it drops', data('SM4') + algorithm('SM4'), { algorithm: 'SM4' }],
    ['an unknown element', `${algorithm('AES256')}<BucketKeyEnabled>true</BucketKeyEnabled>`, { algorithm: 'AES256' }],
  ])('%s', (_name, elements, rule) => {
    expect(parse(elements)).toEqual(rule);
  });
});

describe('parseEncryptionRule refuses', () => {
  it.each(['AES-256', 'aes256', 'kms', 'None', 'AES256 KMS', 'random', 'toString'])('the algorithm %s', (value) => {
    expect(parse(algorithm(value))).toMatchObject({
      code: 'InvalidEncryptionAlgorithmError',
      status: 400,
      message: 'The Encryption request you specified is not valid. Supported value: AES256/SM4/KMS.',
      ec: '0005-00000003',
      details: { ArgumentName: 'SSEAlgorithm', ArgumentValue: value },
    });
  });

  it.each(['AES256', 'SM4'])('%s with a key id', (value) => {
    expect(parse(algorithm(value) + key('test_wrong') + data('SM4'))).toMatchObject({
      code: 'InvalidArgument',
      status: 400,
      message: 'KMSMasterKeyID is not applicable if the default sse algorithm is not KMS',
      ec: '0005-00000204',
    });
  });

  it.each(['KMS', 'AES256', 'SM4'])('an unknown data cipher with %s', (value) => {
    expect(parse(algorithm(value) + data('AES256'))).toMatchObject({
      code: 'InvalidDataEncryptionAlgorithmError',
      status: 400,
      message: 'The KMS Data Encryption request you specified is not valid. Supported value:SM4',
      ec: '0005-00000203',
    });
  });

  it.each([
    ['an empty body', ''],
    ['what is not XML', '{"SSEAlgorithm":"AES256"}'],
    ['another root', '<EncryptionRule/>'],
    ['a rule without its container', `<ServerSideEncryptionRule>${algorithm('AES256')}</ServerSideEncryptionRule>`],
    ['an empty container', wrap('')],
    ['no algorithm', wrap(key('k') + data('SM4'))],
    ['an empty algorithm', wrap('<SSEAlgorithm/>')],
    ['two algorithms', wrap(algorithm('KMS') + algorithm('KMS'))],
    ['two key ids', wrap(algorithm('KMS') + key('a') + key('a'))],
    ['two containers', wrap(algorithm('KMS')).replace(/(<Apply.*Default>)/, '$1$1')],
    ['an entity', `<!DOCTYPE x [<!ENTITY a "AES256">]>${wrap(algorithm('&a;'))}`],
  ])('%s', (_name, document) => {
    expect(parseEncryptionRule(utf8(document))).toMatchObject({ code: 'MalformedXML', status: 400 });
  });

  it.each([
    ['the algorithm', algorithm('x') + key('k') + data('x'), 'InvalidEncryptionAlgorithmError'],
    ['then the data cipher', algorithm('AES256') + key('k') + data('x'), 'InvalidDataEncryptionAlgorithmError'],
    ['then the key id', algorithm('AES256') + key('k') + data('SM4'), 'InvalidArgument'],
  ])('%s first', (_name, elements, code) => {
    expect(parse(elements)).toMatchObject({ code });
  });
});

describe('encodeEncryptionRule', () => {
  it('writes no empty elements', () => {
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
    expect(encodeEncryptionRule({ algorithm: 'AES256' })).toBe(declaration + wrap(algorithm('AES256')));
    expect(encodeEncryptionRule({ algorithm: 'KMS' })).toBe(declaration + wrap(algorithm('KMS')));
    const xml = encodeEncryptionRule({ algorithm: 'KMS', keyId: 'a&b', dataEncryption: 'SM4' });
    expect(xml).toBe(declaration + wrap(algorithm('KMS') + key('a&amp;b') + data('SM4')));
  });

  it('is undone by parseEncryptionRule', () => {
    const optional = fc.record({ keyId: fc.stringMatching(/^[!-~]+$/), dataEncryption: fc.constant('SM4' as const) }, { requiredKeys: [] });
    const rule = fc.oneof(
      fc.constantFrom<EncryptionRule>({ algorithm: 'AES256' }, { algorithm: 'SM4' }),
      optional.map((rest): EncryptionRule => ({ algorithm: 'KMS', ...rest })),
    );
    const run = fc.check(
      fc.property(rule, (value) => {
        expect(parseEncryptionRule(utf8(encodeEncryptionRule(value)))).toEqual(value);
      }),
    );
    expect(run.counterexample).toBeNull();
  });
});

describe('bucketInfoRule', () => {
  it.each<[EncryptionRule | undefined, object]>([
    [undefined, { SSEAlgorithm: 'None' }],
    [{ algorithm: 'SM4' }, { SSEAlgorithm: 'SM4' }],
    [{ algorithm: 'KMS' }, { SSEAlgorithm: 'KMS' }],
    [
      { algorithm: 'KMS', keyId: 'k', dataEncryption: 'SM4' },
      { SSEAlgorithm: 'KMS', KMSMasterKeyID: 'k', KMSDataEncryption: 'SM4' },
    ],
  ])('of %o', (rule, elements) => {
    expect(bucketInfoRule(rule)).toEqual(elements);
  });
});
