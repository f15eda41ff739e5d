import { describe, expect, it } from 'vitest';
import { OPERATION_NAMES, OPERATIONS, screenSseHeaders } from '../../src/operation/index.ts';

const ACCEPTING = ['PutObject', 'CopyObject', 'InitiateMultipartUpload', 'AppendObject', 'PutBucket'] as const;
const REFUSING = OPERATION_NAMES.filter((name) => !ACCEPTING.some((accepting) => accepting === name));

describe('screenSseHeaders', () => {
  it.each(ACCEPTING)('lets encryption headers of %s through, right or wrong', (name) => {
    expect(screenSseHeaders(OPERATIONS[name], { 'x-oss-server-side-encryption': 'AES256' })).toBeUndefined();
    expect(screenSseHeaders(OPERATIONS[name], { 'x-oss-server-side-encryption': 'nonsense' })).toBeUndefined();
  });

  it.each(REFUSING)('refuses the encryption header on %s, whatever it says', (name) => {
    for (const value of ['AES256', 'KMS', '']) {
      expect(screenSseHeaders(OPERATIONS[name], { 'x-oss-server-side-encryption': value })).toMatchObject({
        code: 'InvalidArgument',
        status: 400,
        message: 'x-oss-server-side-encryption header is not supported for this operation.',
        ec: '0005-00000002',
      });
    }
  });

  it.each(OPERATION_NAMES)('tolerates the companions of the header alone on %s', (name) => {
    const headers = { 'x-oss-server-side-encryption-key-id': 'k', 'x-oss-server-side-data-encryption': 'SM4' };
    expect(screenSseHeaders(OPERATIONS[name], headers)).toBeUndefined();
    expect(screenSseHeaders(OPERATIONS[name], { 'x-oss-copy-source-x-oss-server-side-encryption': 'AES256' })).toBeUndefined();
    expect(screenSseHeaders(OPERATIONS[name], {})).toBeUndefined();
  });

  it.each(OPERATION_NAMES)('refuses keys of the customer by name on %s', (name) => {
    for (const suffix of ['algorithm', 'key', 'key-md5']) {
      const header = `x-oss-server-side-encryption-customer-${suffix}`;
      const error = screenSseHeaders(OPERATIONS[name], { [header]: 'x' });
      expect(error).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining(header) });
    }
  });
});
