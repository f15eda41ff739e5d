import { describe, expect, it } from 'vitest';
import { BUCKET_ACLS, parseBucketAcl } from '../../src/bucket/acl.ts';

describe('parseBucketAcl', () => {
  it.each(BUCKET_ACLS)('knows %s', (acl) => {
    expect(parseBucketAcl(acl)).toBe(acl);
  });

  it.each(['', 'default', 'Private', ' private'])('refuses "%s" by name', (value) => {
    expect(parseBucketAcl(value)).toMatchObject({
      code: 'InvalidArgument',
      message: 'no such bucket access control exists',
      details: { ArgumentName: 'x-oss-acl', ArgumentValue: value },
    });
  });
});
