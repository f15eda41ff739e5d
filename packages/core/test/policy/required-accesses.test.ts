import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../src/operation/index.ts';
import { deletionAccesses, ownAccess, requiredAccesses } from '../../src/policy/required-accesses.ts';

const request = (operation: OperationName, headers: Record<string, string> = {}, query: [string, string][] = []) => ({
  operation,
  bucket: 'b',
  key: 'k',
  query,
  headers,
});
const shown = (asked: ReturnType<typeof request>): string[] =>
  requiredAccesses(asked).map(({ action, bucket, key, role }) => `${role} ${action} ${bucket}/${key}`);

const COPY = { 'x-oss-copy-source': '/other/a%2Fb' };
const WRITES: readonly OperationName[] = ['PutObject', 'PostObject', 'AppendObject', 'InitiateMultipartUpload', 'PutSymlink'];

describe('requiredAccesses', () => {
  it.each([
    ['GetObject', 'oss:GetObject', 'oss:GetObjectVersion'],
    ['HeadObject', 'oss:GetObject', 'oss:GetObjectVersion'],
    ['GetObjectMeta', 'oss:GetObject', 'oss:GetObjectVersion'],
    ['SelectObject', 'oss:GetObject', 'oss:GetObjectVersion'],
    ['GetSymlink', 'oss:GetObject', 'oss:GetObjectVersion'],
    ['DeleteObject', 'oss:DeleteObject', 'oss:DeleteObjectVersion'],
    ['GetObjectAcl', 'oss:GetObjectAcl', 'oss:GetObjectVersionAcl'],
    ['UploadPart', 'oss:PutObject', 'oss:PutObject'],
    ['CompleteMultipartUpload', 'oss:PutObject', 'oss:PutObject'],
    ['ListParts', 'oss:ListParts', 'oss:ListParts'],
    ['AbortMultipartUpload', 'oss:AbortMultipartUpload', 'oss:AbortMultipartUpload'],
  ] as const)('%s needs %s, of a version %s', (operation, plain, versioned) => {
    expect(shown(request(operation))).toEqual([`target ${plain} b/k`]);
    for (const id of ['CAEQ', 'null', '']) expect(shown(request(operation, {}, [['versionId', id]]))).toEqual([`target ${versioned} b/k`]);
  });

  it.each([
    ['PutBucketTags', 'oss:PutBucketTagging'],
    ['GetBucketTags', 'oss:GetBucketTagging'],
    ['DeleteBucketTags', 'oss:DeleteBucketTagging'],
    ['ListObjectsV2', 'oss:ListObjects'],
    ['GetBucketEncryption', 'oss:GetBucketEncryption'],
    ['PutBucketPolicy', 'oss:PutBucketPolicy'],
  ] as const)('%s needs %s on the bucket', (operation, action) => {
    expect(requiredAccesses({ operation, bucket: 'b', query: [], headers: {} })).toEqual([{ action, bucket: 'b', role: 'target' }]);
  });

  it('asks for the account where there is no bucket', () => {
    expect(requiredAccesses({ operation: 'ListBuckets', query: [], headers: {} })).toEqual([{ action: 'oss:ListBuckets', role: 'target' }]);
  });

  it.each(['CopyObject', 'UploadPartCopy'] as const)('%s needs its source too, as a version where it names one', (operation) => {
    expect(shown(request(operation, COPY))).toEqual(['target oss:PutObject b/k', 'source oss:GetObject other/a/b']);
    const versioned = { 'x-oss-copy-source': 'other/a?versionId=CAEQ' };
    expect(shown(request(operation, versioned))).toEqual(['target oss:PutObject b/k', 'source oss:GetObjectVersion other/a']);
  });

  it('leaves a source that cannot be read to the operation, and asks for none where none is read', () => {
    for (const source of ['', '/', 'other', '/other/%zz', '/other/a?x=1'])
      expect(shown(request('CopyObject', { 'x-oss-copy-source': source }))).toEqual(['target oss:PutObject b/k']);
    expect(shown(request('GetObject', COPY))).toEqual(['target oss:GetObject b/k']);
  });

  it.each([...WRITES, 'CopyObject'] as const)('%s needs more where its headers set tags or an ACL', (operation) => {
    const headers = { 'x-oss-tagging': 'a=b', 'x-oss-object-acl': 'public-read' };
    expect(shown(request(operation, headers))).toEqual([
      'target oss:PutObject b/k',
      'extra oss:PutObjectTagging b/k',
      'extra oss:PutObjectAcl b/k',
    ]);
    expect(shown(request(operation, { 'x-oss-tagging': '', 'x-oss-object-acl': 'default' }))).toHaveLength(1);
  });

  it('asks nothing more of operations that do not take these headers', () => {
    const headers = {
      'x-oss-tagging': 'a=b',
      'x-oss-object-acl': 'private',
      'x-oss-acl': 'public-read',
      'x-oss-server-side-encryption': 'KMS',
    };
    expect(shown(request('UploadPart', headers))).toHaveLength(1);
  });

  it('PutBucket needs more where its headers open the bucket or set its rule', () => {
    const created = (headers: Record<string, string>, makesBucket = true): string[] =>
      requiredAccesses({ operation: 'PutBucket', bucket: 'b', query: [], headers, makesBucket }).map(({ action }) => action);
    expect(created({ 'x-oss-acl': 'private' })).toEqual(['oss:PutBucket']);
    expect(created({ 'x-oss-acl': 'private' }, false)).toEqual(['oss:PutBucket', 'oss:PutBucketAcl']);
    expect(created({ 'x-oss-acl': 'public-read' })).toEqual(['oss:PutBucket', 'oss:PutBucketAcl']);
    expect(created({ 'x-oss-server-side-encryption': 'KMS' })).toEqual(['oss:PutBucket', 'oss:PutBucketEncryption']);
  });

  it('PutBucketAcl of a bucket that is not there makes it', () => {
    const asked = { operation: 'PutBucketAcl', bucket: 'b', query: [], headers: {} } as const;
    expect(requiredAccesses(asked).map(({ action }) => action)).toEqual(['oss:PutBucketAcl']);
    expect(requiredAccesses({ ...asked, makesBucket: true }).map(({ action }) => action)).toEqual(['oss:PutBucketAcl', 'oss:PutBucket']);
  });

  it('is known with the document of PutObjectTagging', () => {
    expect(requiredAccesses(request('PutObjectTagging'))).toEqual([]);
    expect(ownAccess(request('PutObjectTagging', {}, [['versionId', 'null']]))).toEqual({
      action: 'oss:PutObjectVersionTagging',
      bucket: 'b',
      key: 'k',
      versionId: 'null',
      role: 'target',
    });
  });

  it('needs nothing for a preflight, and what a list of deletions needs is in its body', () => {
    expect(requiredAccesses(request('OptionObject'))).toEqual([]);
    expect(requiredAccesses(request('DeleteMultipleObjects'))).toEqual([]);
    expect(deletionAccesses('b', [{ key: 'x' }, { key: 'y', versionId: 'null' }])).toEqual([
      { action: 'oss:DeleteObject', bucket: 'b', key: 'x', role: 'target' },
      { action: 'oss:DeleteObjectVersion', bucket: 'b', key: 'y', versionId: 'null', role: 'target' },
    ]);
  });
});
