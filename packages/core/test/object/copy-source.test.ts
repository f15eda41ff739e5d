import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObjectKey, OssError, parseCopySource, percentEncode } from '../../src/index.ts';

describe('parseCopySource', () => {
  it.each([
    ['/bucket/key', { bucket: 'bucket', key: 'key', versionId: undefined }],
    ['bucket/a/b', { bucket: 'bucket', key: 'a/b', versionId: undefined }],
    ['/bucket/a%2Fb%3Fc', { bucket: 'bucket', key: 'a/b?c', versionId: undefined }],
    ['/bucket/a b?versionId=CAEQ', { bucket: 'bucket', key: 'a b', versionId: 'CAEQ' }],
    [Buffer.from('/bucket/ü').toString('latin1'), { bucket: 'bucket', key: 'ü', versionId: undefined }],
  ])('reads %s', (header, source) => {
    expect(parseCopySource(header)).toEqual(source);
  });

  it.each([
    ['', 'InvalidArgument'],
    ['/bucket', 'InvalidArgument'],
    ['/bucket/', 'InvalidArgument'],
    ['//key', 'InvalidArgument'],
    ['/bucket/%zz', 'InvalidArgument'],
    ['/bucket/key?acl', 'InvalidArgument'],
    ['/Bucket/key', 'InvalidBucketName'],
    [`/bucket/${'x'.repeat(1024)}`, 'InvalidObjectName'],
  ])('refuses %s', (header, code) => {
    expect(parseCopySource(header)).toMatchObject({ code });
  });

  it('gives every key back that was percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter(isObjectKey), (key) => {
        const source = parseCopySource(`/bucket/${percentEncode(key)}`);
        expect(source instanceof OssError ? source.code : source.key).toBe(key);
      }),
    );
  });
});
