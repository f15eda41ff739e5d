import { describe, expect, it } from 'vitest';
import { OPERATION_NAMES, OPERATIONS, screenSseHeaders, type OperationEntry } from '../../src/operation/index.ts';

const screen = (entry: OperationEntry, headers: Record<string, string>) => screenSseHeaders(entry, headers);
const ACCEPTING = new Set(['PutObject', 'CopyObject', 'InitiateMultipartUpload', 'AppendObject', 'PutBucket']);

describe.each(OPERATION_NAMES)('screenSseHeaders for %s', (name) => {
  const entry: OperationEntry = OPERATIONS[name];

  it.runIf(ACCEPTING.has(name))('lets encryption headers through, right or wrong', () => {
    expect(screen(entry, { 'x-oss-server-side-encryption': 'AES256' })).toBeUndefined();
    expect(screen(entry, { 'x-oss-server-side-encryption': 'nonsense' })).toBeUndefined();
  });

  it.runIf(!ACCEPTING.has(name)).each(['AES256', 'KMS', ''])('refuses the encryption header %j', (value) => {
    expect(screen(entry, { 'x-oss-server-side-encryption': value })).toMatchObject({
      code: 'InvalidArgument',
      status: 400,
      message: 'x-oss-server-side-encryption header is not supported for this operation.',
      ec: '0005-00000002',
    });
  });

  it('tolerates its companions alone', () => {
    const headers = { 'x-oss-server-side-encryption-key-id': 'k', 'x-oss-server-side-data-encryption': 'SM4' };
    expect(screen(entry, headers)).toBeUndefined();
    expect(screen(entry, { 'x-oss-copy-source-x-oss-server-side-encryption': 'AES256' })).toBeUndefined();
    expect(screen(entry, {})).toBeUndefined();
  });

  it.each(['algorithm', 'key', 'key-md5'])('refuses keys of the customer by name: %s', (suffix) => {
    const header = `x-oss-server-side-encryption-customer-${suffix}`;
    expect(screen(entry, { [header]: 'x' })).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining(header) });
  });
});
