import { describe, expect, it } from 'vitest';
import { isOperationName, OPERATION_NAMES, OPERATIONS, termName, type OperationEntry } from '../../src/operation/index.ts';
import { isSignedSubResource } from '../../src/signature/index.ts';

const ROWS: readonly (readonly [string, OperationEntry])[] = OPERATION_NAMES.map((name) => [name, OPERATIONS[name]]);

const accepting = (sse: string) => ROWS.filter(([, entry]) => entry.sse === sse).map(([name]) => name);

describe('the operation table', () => {
  it('has no two rows for the same request', () => {
    const selectors = ROWS.flatMap(([, { method, level, alsoAt, query = [], headers = [] }]) =>
      [level, alsoAt]
        .filter((at) => at !== undefined)
        .map((at) => JSON.stringify([method, at, [...query].map(String).toSorted(), headers])),
    );
    expect(new Set(selectors).size).toBe(selectors.length);
  });

  it.each(ROWS)('%s: has an action of OSS, a success status and a sentence', (_, { action, versionAction, sourceAction, success, doc }) => {
    for (const each of [action, versionAction ?? action, sourceAction ?? action]) expect(each).toMatch(/^oss:[A-Z][A-Za-z]+$/);
    expect([200, 202, 204, 206]).toContain(success);
    expect(doc).toMatch(/^[A-Z].*\.$/);
  });

  it('answers deletions by DELETE with 204', () => {
    const others = ROWS.filter(([, { method, success }]) => method === 'DELETE' && success !== 204);
    expect(others).toEqual([]);
  });

  it('takes encryption headers where the reference says so, and nowhere else', () => {
    expect(accepting('headers').toSorted()).toEqual(['AppendObject', 'CopyObject', 'InitiateMultipartUpload', 'PutBucket', 'PutObject']);
    expect(accepting('form')).toEqual(['PostObject']);
  });

  it.each([
    ['PutBucketEncryption', { method: 'PUT', level: 'bucket', query: ['encryption'], action: 'oss:PutBucketEncryption', success: 200 }],
    ['GetBucketEncryption', { method: 'GET', level: 'bucket', query: ['encryption'], action: 'oss:GetBucketEncryption', success: 200 }],
    ['DeleteBucketEncryption', { method: 'DELETE', query: ['encryption'], action: 'oss:DeleteBucketEncryption', success: 204 }],
    ['ListObjectsV2', { action: 'oss:ListObjects', success: 200 }],
    ['UploadPart', { action: 'oss:PutObject' }],
    ['CopyObject', { action: 'oss:PutObject', sourceAction: 'oss:GetObject' }],
    ['HeadObject', { action: 'oss:GetObject', versionAction: 'oss:GetObjectVersion' }],
    ['DeleteObject', { versionAction: 'oss:DeleteObjectVersion', success: 204 }],
    ['AbortMultipartUpload', { success: 204 }],
    ['PostObject', { action: 'oss:PutObject', success: 204 }],
  ] as const)('%s is as the reference has it', (name, row) => {
    expect(OPERATIONS[name]).toMatchObject(row);
  });

  it('knows its names, and not those of JavaScript', () => {
    expect(isOperationName('PutObject')).toBe(true);
    expect(isOperationName('putObject')).toBe(false);
    expect(isOperationName('toString')).toBe(false);
  });

  /** Sub-resources that no SDK of the vendor signs with V1, so that the service can not ask for it. */
  const UNSIGNED = ['accessmonitor', 'regions', 'list-type', 'antiDDos', 'bucketAntiDDos', 'dataPipeline', 'action'];

  it('signs every sub-resource with V1 but these', () => {
    const names = new Set(ROWS.flatMap(([, { query = [] }]) => query.map(termName)));
    expect([...names].filter((name) => !isSignedSubResource(name)).toSorted()).toEqual(UNSIGNED.toSorted());
  });
});
