import { describe, expect, it } from 'vitest';
import { kmsKeyResource, ossResourceNames, roleResource } from '../../src/policy/resource-names.ts';

describe('resource names', () => {
  const where = { region: 'cn-hangzhou', accountId: '1' };

  it.each([
    [{}, '*'],
    [{ bucket: 'b' }, 'b'],
    [{ bucket: 'b', key: 'a/b c' }, 'b/a/b c'],
  ])('of OSS for %j have the region in both forms', (what, path) => {
    expect(ossResourceNames({ ...where, ...what })).toEqual([`acs:oss:oss-cn-hangzhou:1:${path}`, `acs:oss:cn-hangzhou:1:${path}`]);
  });

  it('of keys and roles are as KMS and RAM write them', () => {
    expect(kmsKeyResource({ ...where, keyId: 'k-1' })).toBe('acs:kms:cn-hangzhou:1:key/k-1');
    expect(roleResource({ accountId: '1', role: 'reader' })).toBe('acs:ram::1:role/reader');
  });
});
