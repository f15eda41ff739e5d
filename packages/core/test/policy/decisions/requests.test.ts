import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../../src/operation/index.ts';
import { requiredAccesses } from '../../../src/policy/required-accesses.ts';
import { allow, decide, deny, type Situation, type Statement } from './situation.ts';

/** A request for `b/k`, what its user may, and every access that is denied. */
type Row = readonly [
  operation: OperationName,
  request: { readonly headers?: Readonly<Record<string, string>>; readonly version?: string },
  user: readonly Statement[],
  denied: readonly string[],
];

const get = allow('oss:GetObject');
const put = allow('oss:PutObject');
const putHere = allow('oss:PutObject', 'acs:oss:*:*:b/*');
const getThere = allow('oss:GetObject', 'acs:oss:*:*:other/*');
const copy = { 'x-oss-copy-source': '/other/s' };
const copyVersion = { 'x-oss-copy-source': '/other/s?versionId=CAEQ' };
const tagged = { 'x-oss-tagging': 'a=b' };
const open = { 'x-oss-object-acl': 'public-read' };

const ROWS: readonly Row[] = [
  ['GetObject', {}, [get], []],
  ['HeadObject', {}, [get], []],
  ['GetObjectMeta', {}, [get], []],
  ['GetSymlink', {}, [get], []],
  ['GetObject', {}, [allow('oss:GetObjectVersion')], ['oss:GetObject b/k']],
  ['GetObject', { version: 'CAEQ' }, [get], ['oss:GetObjectVersion b/k']],
  ['GetObject', { version: 'null' }, [get], ['oss:GetObjectVersion b/k']],
  ['HeadObject', { version: 'CAEQ' }, [allow('oss:GetObjectVersion')], []],
  ['GetObject', { version: 'CAEQ' }, [allow('oss:*'), deny('oss:*Version')], ['oss:GetObjectVersion b/k']],
  ['GetObject', {}, [allow('oss:*'), deny('oss:*Version')], []],
  ['DeleteObject', {}, [allow('oss:DeleteObject')], []],
  ['DeleteObject', { version: 'CAEQ' }, [allow('oss:DeleteObject')], ['oss:DeleteObjectVersion b/k']],
  ['DeleteObject', { version: 'CAEQ' }, [allow('oss:DeleteObject*')], []],
  ['GetObjectTagging', { version: 'CAEQ' }, [allow('oss:GetObjectTagging')], ['oss:GetObjectVersionTagging b/k']],
  ['PutObjectAcl', { version: 'CAEQ' }, [allow('oss:PutObject*')], []],
  ['PutObject', {}, [put], []],
  ['PutObject', { headers: tagged }, [put], ['oss:PutObjectTagging b/k']],
  ['PutObject', { headers: tagged }, [allow('oss:PutObject*')], []],
  ['PutObject', { headers: open }, [put], ['oss:PutObjectAcl b/k']],
  ['PutObject', { headers: { ...tagged, ...open } }, [put], ['oss:PutObjectTagging b/k', 'oss:PutObjectAcl b/k']],
  ['PutObject', { headers: open }, [allow('oss:*'), deny('oss:PutObjectAcl')], ['oss:PutObjectAcl b/k']],
  ['PostObject', { headers: tagged }, [put], ['oss:PutObjectTagging b/k']],
  ['InitiateMultipartUpload', { headers: tagged }, [put], ['oss:PutObjectTagging b/k']],
  ['AppendObject', { headers: open }, [put], ['oss:PutObjectAcl b/k']],
  ['UploadPart', {}, [put], []],
  ['CompleteMultipartUpload', {}, [put], []],
  ['AbortMultipartUpload', {}, [put], ['oss:AbortMultipartUpload b/k']],
  ['ListParts', {}, [put], ['oss:ListParts b/k']],
  ['CopyObject', { headers: copy }, [putHere, getThere], []],
  ['CopyObject', { headers: copy }, [putHere], ['oss:GetObject other/s']],
  ['CopyObject', { headers: copy }, [getThere], ['oss:PutObject b/k']],
  ['CopyObject', { headers: copy }, [allow('kms:*')], ['oss:PutObject b/k', 'oss:GetObject other/s']],
  ['CopyObject', { headers: copy }, [allow('oss:*'), deny('*', 'acs:oss:*:*:other/*')], ['oss:GetObject other/s']],
  ['CopyObject', { headers: copyVersion }, [putHere, getThere], ['oss:GetObjectVersion other/s']],
  ['CopyObject', { headers: copyVersion }, [putHere, allow('oss:GetObjectVersion', 'acs:oss:*:*:other/*')], []],
  ['CopyObject', { headers: { ...copy, ...open } }, [putHere, getThere], ['oss:PutObjectAcl b/k']],
  ['UploadPartCopy', { headers: copy }, [putHere, getThere], []],
  ['UploadPartCopy', { headers: copy }, [putHere], ['oss:GetObject other/s']],
  ['UploadPartCopy', { headers: copyVersion }, [putHere, getThere], ['oss:GetObjectVersion other/s']],
  ['OptionObject', {}, [], []],
];

/** A request for the bucket `b`, or for the account. */
const BUCKET_ROWS: readonly Row[] = [
  ['PutBucketEncryption', {}, [allow('oss:PutBucketEncryption')], []],
  ['GetBucketEncryption', {}, [allow('oss:PutBucketEncryption')], ['oss:GetBucketEncryption b']],
  ['DeleteBucketEncryption', {}, [allow(['oss:PutBucketEncryption', 'oss:GetBucketEncryption'])], ['oss:DeleteBucketEncryption b']],
  ['PutBucketEncryption', {}, [allow('oss:*', 'acs:oss:*:*:b/*')], ['oss:PutBucketEncryption b']],
  ['PutBucketEncryption', {}, [allow('oss:*', 'acs:oss:*:*:b')], []],
  ['ListObjects', {}, [allow('oss:ListObjects')], []],
  ['ListObjectsV2', {}, [allow('oss:ListObjects')], []],
  ['ListObjectVersions', {}, [allow('oss:ListObjects')], ['oss:ListObjectVersions b']],
  ['ListMultipartUploads', {}, [allow('oss:ListObjects')], ['oss:ListMultipartUploads b']],
  ['PutBucketTags', {}, [allow('oss:PutBucketTagging')], []],
  ['GetBucketTags', {}, [allow('oss:GetBucketTagging')], []],
  ['DeleteBucketTags', {}, [allow('oss:PutBucketTagging')], ['oss:DeleteBucketTagging b']],
  ['PutBucketPolicy', {}, [allow('oss:GetBucketPolicy')], ['oss:PutBucketPolicy b']],
  ['PutBucket', {}, [allow('oss:PutBucket')], []],
  ['PutBucket', { headers: { 'x-oss-acl': 'private' } }, [allow('oss:PutBucket')], ['oss:PutBucketAcl b']],
  ['PutBucket', { headers: { 'x-oss-acl': 'public-read' } }, [allow('oss:PutBucket')], ['oss:PutBucketAcl b']],
  ['PutBucket', { headers: { 'x-oss-server-side-encryption': 'KMS' } }, [allow('oss:PutBucket')], ['oss:PutBucketEncryption b']],
];

const deniedOf = (of: string, [operation, { headers = {}, version }, user]: Row): readonly string[] => {
  const [bucket, key] = of.split('/');
  const query = version === undefined ? [] : [['versionId', version] as const];
  return requiredAccesses({ operation, bucket, key, query, headers })
    .map((access) => ({ action: access.action, on: access.key === undefined ? (access.bucket ?? '') : `${access.bucket}/${access.key}` }))
    .filter((asked) => decide({ user, ...asked } satisfies Situation).effect === 'Deny')
    .map(({ action, on }) => `${action} ${on}`);
};

describe('a request', () => {
  it.each(ROWS)('%s %j of an object by whom %j lacks %j', (...row) => {
    expect(deniedOf('b/k', row)).toEqual(row[3]);
  });

  it.each(BUCKET_ROWS)('%s %j of a bucket by whom %j lacks %j', (...row) => {
    expect(deniedOf('b', row)).toEqual(row[3]);
  });
});

describe('a key for encryption', () => {
  const key = 'acs:kms:cn-hangzhou:1234567890123456:key/k-1';

  it.each([
    [[allow('kms:Decrypt')], 'kms:Decrypt', 'Allow'],
    [[allow('kms:Decrypt')], 'kms:GenerateDataKey', 'Deny'],
    [[allow('kms:*')], 'kms:GenerateDataKey', 'Allow'],
    [[allow('oss:*')], 'kms:Decrypt', 'Deny'],
    [[allow('*')], 'kms:Decrypt', 'Allow'],
    [[allow('kms:*', 'acs:kms:*:*:key/k-1')], 'kms:Decrypt', 'Allow'],
    [[allow('kms:*', 'acs:kms:*:*:key/k-2')], 'kms:Decrypt', 'Deny'],
    [[allow('*'), deny('kms:*', key)], 'kms:Decrypt', 'Deny'],
    [[allow('*'), deny('kms:GenerateDataKey', key)], 'kms:Decrypt', 'Allow'],
    [[allow('kms:*', 'acs:oss:*:*:*')], 'kms:Decrypt', 'Deny'],
  ] as const)('with %j: %s is %s', (user, action, effect) => {
    expect(decide({ user, action, on: key }).effect).toBe(effect);
  });
});
