import { describe, expect, it } from 'vitest';

import { readSseHeaders } from '../../src/encryption/index.ts';

describe('readSseHeaders', () => {
  it('finds nothing where nothing is', () => {
    const headers = {
      host: 'x',
      'x-oss-date': '',
      'x-oss-meta-x-oss-server-side-encryption': 'KMS',
      'x-oss-server-side-encryption': undefined,
      'x-oss-server-side-encryption-customer-key': undefined,
    };
    expect(readSseHeaders(headers)).toEqual({ unsupported: [] });
  });

  it('passes over what ali-oss makes of the headers of a copy', () => {
    expect(readSseHeaders({ 'x-oss-copy-source-x-oss-server-side-encryption': 'AES256' })).toEqual({ unsupported: [] });
  });

  it('finds the four, whatever the case of their names, and keeps empty values', () => {
    const headers = {
      'X-OSS-Server-Side-Encryption': 'KMS',
      'x-oss-server-side-encryption-key-id': '',
      'x-oss-server-side-data-encryption': 'SM4',
      'x-oss-server-side-encryption-context': '{}',
    };
    expect(readSseHeaders(headers)).toEqual({ algorithm: 'KMS', keyId: '', dataEncryption: 'SM4', context: '{}', unsupported: [] });
  });

  it('names the others of the family without their values', () => {
    const headers = { 'X-Oss-Server-Side-Encryption-Customer-Key': 'secret', 'x-oss-server-side-other': '1' };
    expect(readSseHeaders(headers)).toEqual({ unsupported: ['x-oss-server-side-encryption-customer-key', 'x-oss-server-side-other'] });
  });
});
