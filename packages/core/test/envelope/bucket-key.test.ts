import { describe, expect, it } from 'vitest';

import { encodeEncryptionContext, kmsEncryptionContext, unwrapBucketKey, wrapBucketKey } from '../../src/envelope/bucket-key.ts';
import { type BucketKeyFields, parseBucketKeyRow, sealBucketKeyRow, verifyBucketKeyRow } from '../../src/envelope/bucket-key-row.ts';
import { Fault } from '../../src/errors/fault.ts';
import { concat, fromUtf8, secretKey, toHex, utf8, withKeyBytes } from '../../src/primitives/index.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const malformed = expect.objectContaining({ code: 'malformed' });
const misuse = expect.objectContaining({ code: 'misuse' });
const masterKey = secretKey(sample(32, 'master'));
const keyBytes = sample(32, 'bucket key');
const bucketKey = secretKey(keyBytes);
const place = { bucketKeyId: sample(16, 'key id'), bucketId: sample(16, 'bucket id') };
const binding = { ...place, masterKeyVersion: 3 };
const wrapped = wrapBucketKey(masterKey, binding, bucketKey, sample(24, 'salt'));

describe('wrapBucketKey', () => {
  it('gives the key back under the same binding', () => {
    expect(wrapped.length).toBe(104);
    const key = unwrapBucketKey(masterKey, { ...binding, wrapped });
    expect(withKeyBytes(key, (bytes) => Uint8Array.from(bytes))).toEqual(keyBytes);
  });

  it.each([
    ['another version of the master key', { masterKeyVersion: 2 }],
    ['another bucket', { bucketId: sample(16, 'other') }],
    ['another bucket key', { bucketKeyId: sample(16, 'other') }],
    ['a flipped bit', { wrapped: flipped(wrapped, 70) }],
    ['a truncation', { wrapped: wrapped.slice(0, -1) }],
  ])('refuses to open under %s', (_name, altered) => {
    expect(() => unwrapBucketKey(masterKey, { ...binding, wrapped, ...altered })).toThrow(notAuthentic);
    expect(() => unwrapBucketKey(secretKey(sample(32, 'other')), { ...binding, wrapped })).toThrow(notAuthentic);
  });

  it('refuses keys and ids of other lengths', () => {
    expect(() => wrapBucketKey(masterKey, binding, secretKey(sample(16, 'key')), sample(24, 'salt'))).toThrow(misuse);
    expect(() => wrapBucketKey(masterKey, { ...binding, bucketId: sample(8, 'b') }, bucketKey, sample(24, 'salt'))).toThrow(misuse);
    expect(() => wrapBucketKey(masterKey, { ...binding, masterKeyVersion: 2 ** 32 }, bucketKey, sample(24, 'salt'))).toThrow(misuse);
  });
});

describe('kmsEncryptionContext', () => {
  it('names bucket and bucket key in hex, and is sorted as bytes', () => {
    expect(fromUtf8(encodeEncryptionContext(kmsEncryptionContext(place)))).toBe(
      `{"sse:bucket":"${toHex(place.bucketId)}","sse:bucket-key":"${toHex(place.bucketKeyId)}","sse:v":"1"}`,
    );
  });

  it('does not depend on the order of the pairs', () => {
    expect(fromUtf8(encodeEncryptionContext({ b: '"', a: 'é', A: '' }))).toBe('{"A":"","a":"é","b":"\\""}');
    expect(fromUtf8(encodeEncryptionContext({}))).toBe('{}');
  });
});

const local: BucketKeyFields = { ...place, scheme: 'local', masterKeyVersion: 3, wrapped, createdAt: 1_700_000_000_000 };
const closed: BucketKeyFields = { ...local, closedAt: 1_700_000_500_000 };
const kms: BucketKeyFields = { ...place, scheme: 'kms', kmsKeyId: 'schlüssel-1', wrapped: sample(180, 'blob'), createdAt: 0, closedAt: 0 };

describe('sealBucketKeyRow', () => {
  it.each([
    ['local', local],
    ['local, closed', closed],
    ['kms, closed at 0', kms],
  ])('%s: every field comes back and verifies', (_name, fields) => {
    const row = parseBucketKeyRow(sealBucketKeyRow(fields, bucketKey), place);
    expect(row).toMatchObject(fields);
    expect('closedAt' in row).toBe('closedAt' in fields);
    verifyBucketKeyRow(row, bucketKey);
  });

  it('may be sealed again from its parsed form with a change', () => {
    const row = parseBucketKeyRow(sealBucketKeyRow(local, bucketKey), place);
    expect(sealBucketKeyRow({ ...row, closedAt: 1_700_000_500_000 }, bucketKey)).toEqual(sealBucketKeyRow(closed, bucketKey));
  });

  it.each([
    ['a wrapped local key of another length', { ...local, wrapped: sample(103, 'w') }],
    ['an empty KMS key id', { ...kms, kmsKeyId: '' }],
    ['an empty ciphertext', { ...kms, wrapped: new Uint8Array(0) }],
    ['a time that is no time', { ...local, createdAt: -1 }],
    ['an id of another length', { ...local, bucketKeyId: sample(15, 'id') }],
  ] as const)('refuses %s', (_name, fields) => {
    expect(() => sealBucketKeyRow(fields as BucketKeyFields, bucketKey)).toThrow(misuse);
  });
});

describe('verifyBucketKeyRow', () => {
  it.each([
    ['local', sealBucketKeyRow(closed, bucketKey)],
    ['kms', sealBucketKeyRow(kms, bucketKey)],
  ])('%s: refuses any single flipped bit, created and closed times included', (_name, bytes) => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(() => verifyBucketKeyRow(parseBucketKeyRow(flipped(bytes, bit >> 3, bit % 8), place), bucketKey), `bit ${bit}`).toThrow(Fault);
    }
  });

  it('refuses a row that was sealed with another key', () => {
    const row = parseBucketKeyRow(sealBucketKeyRow(local, secretKey(sample(32, 'other'))), place);
    expect(() => verifyBucketKeyRow(row, bucketKey)).toThrow(notAuthentic);
  });
});

/** A KMS row whose variable fields are these; its tag is of no matter. */
function kmsRow(kmsKeyId: string, blob: Uint8Array): Uint8Array {
  const head = sealBucketKeyRow(kms, bucketKey).slice(0, 55);
  return concat(head, Uint8Array.of(0, kmsKeyId.length), utf8(kmsKeyId), Uint8Array.of(0, blob.length), blob, new Uint8Array(32));
}

describe('parseBucketKeyRow', () => {
  const bytes = sealBucketKeyRow(local, bucketKey);
  const with8 = (at: number, value: number) => bytes.map((byte, index) => (index === at ? value : byte));

  it('takes the shortest KMS row', () => {
    expect(parseBucketKeyRow(kmsRow('k', Uint8Array.of(1)), place)).toMatchObject({ kmsKeyId: 'k', wrapped: Uint8Array.of(1) });
  });

  it('refuses a row moved to another bucket or key', () => {
    expect(() => parseBucketKeyRow(bytes, { ...place, bucketId: sample(16, 'other') })).toThrow(notAuthentic);
    expect(() => parseBucketKeyRow(bytes, { ...place, bucketKeyId: sample(16, 'other') })).toThrow(notAuthentic);
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['another magic', with8(0, 0)],
    ['another format', with8(4, 2)],
    ['scheme 0', with8(5, 0)],
    ['scheme 3', with8(5, 3)],
    ['a closing flag of 2', with8(46, 2)],
    ['a closing time without the flag', with8(54, 1)],
    ['a time beyond 2^53', with8(38, 0xff)],
    ['a trailing byte', concat(bytes, Uint8Array.of(0))],
    ['a missing byte', bytes.slice(0, -1)],
    ['an empty KMS key id', kmsRow('', Uint8Array.of(1))],
    ['an empty KMS ciphertext', kmsRow('k', new Uint8Array(0))],
    ['a KMS key id that is no UTF-8', kmsRow('k', Uint8Array.of(1)).fill(0xff, 57, 58)],
  ])('refuses %s', (_name, row) => {
    expect(() => parseBucketKeyRow(row, place)).toThrow(malformed);
  });
});
